import BertData
import Foundation
import Testing

/// Parts of a file that are found by its bytes.
struct LinePartTests {
  /// The rows of all parts one after another, with their lines in the file; nil where parts cannot be found by bytes.
  private func parts(
    _ bytes: [UInt8], _ ending: String, of count: Int, _ options: ReadingOptions = .init(needsLabels: false)
  ) throws -> [[String]]? {
    try withFile(bytes, ending) { source in
      var parts: [[String]] = []
      for index in 0..<count {
        let lines = try DatasetReader.lines(
          of: source, options: options, within: { $0 * index / count..<$0 * (index + 1) / count })
        guard var stream = lines else { return nil }
        var rows: [String] = []
        while let row = try stream.next() { rows.append("\(try stream.lineInFile(of: row)) \(row.text)") }
        parts.append(rows)
      }
      return parts
    }
  }

  /// Rows whose bytes are as many as a part's, ends of all kinds, and blank lines between them: whichever byte a part begins
  /// with, each row is in one part, and knows its line.
  @Test(arguments: ["\n", "\r\n", "\r"], [false, true]) func eachRowIsInOnePart(end: String, marked: Bool) throws {
    var content = marked ? "\u{FEFF}" : "", expected: [String] = []
    for row in 0..<12 {
      let text = String(repeating: "é", count: row % 5) + "r\(row)"
      content += "{\"text\":\"\(text)\"}" + (row == 11 ? "" : end)
      expected.append("\(row * (row < 6 ? 1 : 2) - (row < 6 ? 0 : 5) + 1) \(text)")
      // JSON lines may have blank ones.
      if row >= 5, row < 11 { content += end }
    }
    let bytes = Array(content.utf8)
    for count in Array(1...40) + [bytes.count, bytes.count + 7, 3 * bytes.count] {
      let parts = try #require(try parts(bytes, "jsonl", of: count))
      #expect(parts.flatMap { $0 } == expected, "\(count) parts")
    }
  }

  /// The rows that are read to find the columns are not counted with the part's.
  @Test func labelsAreCountedWithTheirPart() throws {
    try withFile(Array("{\"text\":\"a\",\"label\":\" x\"}\n{\"text\":\"b\",\"label\":\"y\"}\n".utf8), "jsonl") {
      source in
      let options = ReadingOptions(labels: LabelSet(names: ["x", "y"]))
      var stream = try #require(try DatasetReader.lines(of: source, options: options, within: { $0 - 2..<$0 }))
      #expect(try stream.next() == nil && stream.report.remarks.isEmpty)
      stream = try #require(try DatasetReader.lines(of: source, options: options, within: { 0..<$0 }))
      while try stream.next() != nil {}
      #expect(stream.report.remarks.count == 1)
    }
  }

  /// A blank line within a text file is an empty text, at its end nothing, wherever parts end.
  @Test func blankLinesOfATextAreCountedOnce() throws {
    let bytes = Array("a\n\n\nb\nc\n\nd\n\n\n".utf8)
    for count in 1...bytes.count {
      var texts: [String] = [], blank: [Int] = [], rows = 0
      try withFile(bytes, "txt") { source in
        for index in 0..<count {
          let lines = try DatasetReader.lines(
            of: source, options: .init(badRows: .skip, needsLabels: false),
            within: { $0 * index / count..<$0 * (index + 1) / count })
          var stream = try #require(lines)
          while let row = try stream.next() { texts.append(row.text) }
          rows += stream.report.rows
          blank += stream.report.faults[.emptyText]?.firstLines ?? []
        }
      }
      #expect(texts == ["a", "b", "c", "d"] && blank == [2, 3, 6] && rows == 7, "\(count) parts")
    }
  }

  /// The columns are those of the file's beginning, whatever stands first in a part.
  @Test func theBeginningTellsTheColumns() throws {
    let first = "{\"review\":\"a long first row, so that it fills the part\",\"id\":1}\n"
    let second = "{\"text\":\"wrong\",\"review\":\"b\",\"id\":2}\n"
    let found = try parts(Array((first + second).utf8), "jsonl", of: 2)
    #expect(found == [["1 a long first row, so that it fills the part"], ["2 b"]])
    // A column that no object has is an error of the whole file, which a part cannot know.
    let title = ReadingOptions(textColumn: "review,title", needsLabels: false)
    #expect(throws: DataError.self) { try parts(Array((first + second).utf8), "jsonl", of: 2, title) }
    let many = Array((first + String(repeating: second, count: 1200)).utf8)
    #expect(try parts(many, "jsonl", of: 2, title) == nil)
  }

  @Test func errorsGiveTheLinesOfTheFile() throws {
    let rows = (0..<50).map { $0 == 40 ? "{\"text\":\n" : "{\"text\":\"row \($0)\"}\r\n" }.joined()
    let error = try withFile(Array(rows.utf8), "jsonl") { source in
      let lines = try DatasetReader.lines(
        of: source, options: .init(needsLabels: false), within: { $0 / 2..<$0 })
      var stream = try #require(lines)
      return #expect(throws: DataError.self) { while try stream.next() != nil {} }
    }
    guard case .badRows(_, _, let faults) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(faults == [.malformedJSON: tally(41)])
  }

  /// A quoted field may hold lines, and what is packed has other bytes than its text.
  @Test func otherFormsAreNotCutByBytes() throws {
    #expect(try parts(Array("text\na\nb\n".utf8), "csv", of: 2) == nil)
    #expect(try parts(Array("[{\"text\":\"a\"}]".utf8), "json", of: 2) == nil)
    let wide = Data("{\"text\":\"a\"}\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
    #expect(try parts([0xFF, 0xFE] + wide, "jsonl", of: 2) == nil)
    #expect(
      try parts(Array("{\"text\":\"a\"}\n".utf8), "jsonl", of: 2, .init(needsLabels: false, encoding: "latin1")) == nil)
  }
}
