import BertArrow
import Foundation
import Testing
import _TestSupport

/// The writer of Arrow's streams: bytes that pyarrow reads as what was meant (Scripts/golden/arrow_streams.py checks it).
struct WriterTests {
  private static let place = RepositoryRoot.url.appendingPathComponent("Tests/BertArrowTests/Golden/written.arrows")

  /// A stream with each kind of column, nulls, and an empty batch.
  private static func stream() -> [UInt8] {
    let entity = ArrowField("item", .structure([ArrowField("start", .int32), ArrowField("label", .utf8)]))
    let writer = ArrowStreamWriter([
      ArrowField("vector", .vector(3)), ArrowField("score", .float32),
      ArrowField("labels", .list(ArrowField("item", .utf8))), ArrowField("entities", .list(entity)),
      ArrowField("error", .utf8),
    ])
    let answered = [true, false, true]
    func entities(_ starts: [Int32], _ labels: [String], _ counts: [Int]) -> ArrowValues.Content {
      .list(
        counts: counts,
        ArrowValues(
          .structure([ArrowValues(.int32(starts)), ArrowValues(.utf8(labels))], rows: starts.count)))
    }
    let rows: [ArrowValues] = [
      ArrowValues(.vector([1, 2, 3, 0, 0, 0, -4, 5, 6.25], width: 3), isPresent: answered),
      ArrowValues(.float32([0.5, 0, 2]), isPresent: answered),
      ArrowValues(.list(counts: [2, 0, 0], ArrowValues(.utf8(["a", "ü"]))), isPresent: answered),
      ArrowValues(entities([3, 7], ["PER", "LOC"], [2, 0, 0]), isPresent: answered),
      ArrowValues([nil, "the text is empty", nil]),
    ]
    let none: [ArrowValues] = [
      ArrowValues(.vector([], width: 3)), ArrowValues(.float32([])),
      ArrowValues(.list(counts: [], ArrowValues(.utf8([])))), ArrowValues(entities([], [], [])), ArrowValues([]),
    ]
    let metadata = [(key: "labels", value: #"["a","b"]"#), (key: "version", value: "1")]
    return writer.schema(metadata: metadata) + writer.batch(rows) + writer.batch(none) + ArrowStreamWriter.end
  }

  @Test func bytesAreThoseThatPyarrowReads() throws {
    let bytes = Self.stream()
    // For the script: the file is made by this test, then checked by pyarrow, then kept.
    if ProcessInfo.processInfo.environment["BERTFT_WRITE_GOLDEN"] != nil { try Data(bytes).write(to: Self.place) }
    #expect(try [UInt8](Data(contentsOf: Self.place)) == bytes)
  }

  @Test func ownReaderReadsWhatIsWritten() throws {
    #expect(
      try ArrowStreamReader.texts(Self.stream(), column: "error") == [[nil, Array("the text is empty".utf8), nil], []])
    #expect(throws: ArrowError.self) { try ArrowStreamReader.texts(Self.stream(), column: "labels") }
  }
}
