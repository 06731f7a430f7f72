import BertData
import Foundation
import Testing
import _TestSupport

/// Labels so many that the table of which was taken for which would not fit into the machine.
@Suite struct LabelMemoryTests {
  private func dataset(_ labels: Int, _ scratch: Scratch) throws -> Dataset {
    let rows = (0..<2 * labels).map { "text,u\($0 / 2)\n" }.joined()
    let file = try scratch.file("d.csv", Data(("text,label\n" + rows).utf8))
    return try DatasetReader.read(.file(file), options: ReadingOptions())
  }

  @Test(arguments: [
    (9_000, 24 << 30, true), (10_000, 24 << 30, false), (10_000, 64 << 30, true), (500, 50 << 20, false),
  ])
  func `They are refused before they are learnt`(labels: Int, memory: Int, fits: Bool) throws {
    let scratch = try Scratch()
    let dataset = try dataset(labels, scratch)
    if fits {
      try dataset.requireMemory(file: "d.csv", memory: memory)
    } else {
      #expect {
        try dataset.requireMemory(file: "d.csv", memory: memory)
      } throws: {
        guard case .labelsTakeMemory("d.csv", _, labels, 2 * labels, let bytes, memory)? = $0 as? DataError else {
          return false
        }
        return bytes == 200 * labels * labels && "\($0)".contains("is this an id column?")
      }
    }
  }
}
