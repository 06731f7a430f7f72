import BertData
import Foundation
import Testing

struct StreamTests {
  @Test func rowsAcrossChunksAreWhole() throws {
    // Rows of all lengths, so that chunks end at every place of a row.
    var generator = SeededGenerator(seed: 1)
    var content = "text,label\r\n"
    var texts: [String] = []
    var lines: [Int] = []
    var line = 2
    while content.utf8.count < 3_000_000 {
      let words = generator.next(below: 3000)
      let quoted = generator.next(below: 2) == 0
      let text = String(repeating: quoted ? "é,\r\n\"x\" " : "wörd ", count: words + 1) + "\(texts.count)"
      texts.append(text)
      lines.append(line)
      line += 1 + (quoted ? words + 1 : 0)
      content += quoted ? "\"\(text.replacingOccurrences(of: "\"", with: "\"\""))\"" : text
      content += ",l\(texts.count % 3)\r\n"
    }
    try withFile(Array(content.utf8)) { source in
      let rows = try streamed(source, .init(labels: LabelSet(names: ["l2", "l1", "l0"])))
      #expect(rows.map { Array($0.text.utf8) } == texts.map { Array($0.utf8) })
      #expect(rows.map(\.line) == lines)
      #expect(rows.map(\.label) == texts.indices.map { 2 - ($0 + 1) % 3 })
    }
  }

  @Test func aPipeIsReadAsItCuts() throws {
    let pipe = Pipe()
    let content = Array("text,label\r\n\"a\r\n\"\"b\"\"\",x\r\nc,y\r\n".utf8)
    let writer = pipe.fileHandleForWriting
    let thread = Thread {
      for byte in content {
        try? writer.write(contentsOf: [byte])
        usleep(200)
      }
      try? writer.close()
    }
    thread.start()
    let url = URL(fileURLWithPath: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
    let rows = try streamed(.file(url), .init(format: .csv, needsLabels: false))
    #expect(rows.map(\.text) == ["a\r\n\"b\"", "c"])
    #expect(rows.map(\.line) == [2, 4])
  }

  @Test func errorsCountTheWholeFile() throws {
    try withFile(Array("text\na\n\" \"\nb\n\" \"\n".utf8)) { source in
      var stream = try DatasetReader.stream(source, options: .init(needsLabels: false))
      #expect(try stream.next()?.text == "a")
      let error = #expect(throws: DataError.self) { try stream.next() }
      guard case .badRows(_, rows: 4, let faults) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(faults == [.emptyText: tally(3, 5)])
      #expect(try stream.next() == nil)
    }
  }

  @Test func skippedRowsAreInTheReport() throws {
    try withFile(Array("text,label\na,x\n,x\nb,z\n".utf8)) { source in
      let options = ReadingOptions(labels: LabelSet(names: ["x", "y"]), unknownLabels: .skip, badRows: .skip)
      var stream = try DatasetReader.stream(source, options: options)
      while try stream.next() != nil {}
      #expect(stream.report.rows == 3)
      let note = "left out 2 of 3 rows: 1 with an empty text (line 3), 1 with an unknown label (line 4)"
      #expect(stream.report.note == note)
      #expect(stream.report.textColumn == "text")
    }
  }
}
