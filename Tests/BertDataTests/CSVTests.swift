import BertData
import BertStorage
import Foundation
import Testing
import _TestSupport

/// RFC 4180 and what files in the wild make of it.
struct CSVTests {
  private func texts(_ content: String) throws -> [String] { try dataset(content).examples.map(\.text) }

  @Test func plainRows() throws {
    let data = try dataset("text,label\ngood,pos\nbad,neg\n")
    #expect(data.examples.map(\.text) == ["good", "bad"])
    #expect(data.labels?.names == ["neg", "pos"])
    #expect(data.examples.map(\.label) == [1, 0])
    #expect(data.examples.map(\.line) == [2, 3])
    #expect(data.report.rows == 2)
    #expect(data.report.textColumn == "text")
    #expect(data.report.labelColumn == "label")
    #expect(data.countPerLabel == [1, 1])
  }

  @Test func quotedFields() throws {
    let content = "text,label\n\"a, b\",pos\n\"she said \"\"no\"\"\",neg\n\"\"\"\",\"neg\"\nmid\"dle,pos\n"
    #expect(try texts(content) == ["a, b", "she said \"no\"", "\"", "mid\"dle"])
  }

  @Test func newlinesInQuotesCountAsLines() throws {
    let data = try dataset("text,label\r\n\"one\r\ntwo\nthree\rfour\",pos\r\nfive,neg\r\n")
    #expect(data.examples.map(\.text) == ["one\r\ntwo\nthree\rfour", "five"])
    #expect(data.examples.map(\.line) == [2, 6])
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func lineEnds(_ end: String) throws {
    for last in [end, ""] {
      let data = try dataset(["text,label", "a,pos", "b,neg"].joined(separator: end) + last)
      #expect(data.examples.map(\.text) == ["a", "b"])
      #expect(data.examples.map(\.line) == [2, 3])
    }
  }

  @Test func byteOrderMarkIsNotPartOfTheFirstName() throws {
    #expect(try texts("\u{FEFF}text,label\na,1\nb,0\n") == ["a", "b"])
  }

  @Test func blankLinesAreNoRows() throws {
    let data = try dataset("\n\ntext,label\n\na,x\n\r\n\nb,y\n\n")
    #expect(data.examples.map(\.line) == [5, 8])
    #expect(data.report.rows == 2)
  }

  @Test func lastRowMayEndInAnEmptyField() throws {
    let data = try dataset("text,label,note\na,x,\nb,y,")
    #expect(data.examples.count == 2)
  }

  @Test func unclosedQuoteNamesTheLineWhereItOpened() throws {
    let error = try failure("text,label\na,x\n\"b,y\nc,z\nd,x\n", "csv", .init(badRows: .skip))
    guard case .unclosedQuote(_, line: 3) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.code == .badData)
  }

  @Test func textAfterAClosingQuoteIsReported() throws {
    guard case .badRows(_, rows: 2, let faults) = try failure("text,label\n\"a\" b,x\nc,y\n") else {
      Issue.record("no error")
      return
    }
    #expect(faults == [.strayQuote: tally(2)])
  }

  @Test func tabSeparatedFieldsMayBeQuotedWhole() throws {
    let content = "text\tlabel\n\"he said \"\"hi\"\"\"\tx\n\"open, he said\ty\n\"a\" and \"b\"\tx\n\"\"\tx\n"
    let data = try dataset(content, "tsv", .init(badRows: .skip))
    #expect(data.examples.map(\.text) == ["he said \"hi\"", "\"open, he said", "\"a\" and \"b\""])
    #expect(data.report.faults == [.emptyText: tally(5)])
  }

  /// Python's csv module, an implementation of its own, wrote the files and says what is in them (Scripts/golden/csv_rows.py).
  @Test func agreesWithPythonOnAwkwardContent() throws {
    struct Case: Decodable {
      let csv: String
      let texts: [String]
      let labels: [String]
      let lines: [Int]
    }
    let cases = try Golden.load([Case].self, "csv.json", target: "BertDataTests")
    #expect(cases.count > 50)
    for golden in cases {
      let bytes = try #require(Data(base64Encoded: golden.csv))
      try withFile(Array(bytes)) { source in
        let data = try DatasetReader.read(source, options: .init())
        let names = try #require(data.labels?.names)
        #expect(data.examples.map { Array($0.text.utf8) } == golden.texts.map { Array($0.utf8) })
        #expect(data.examples.map { $0.label.map { names[$0] } } == golden.labels)
        #expect(data.examples.map(\.line) == golden.lines)
        let rows = try streamed(source, .init(needsLabels: false))
        #expect(rows.map { Array($0.text.utf8) } == golden.texts.map { Array($0.utf8) })
        #expect(rows.map(\.line) == golden.lines)
      }
    }
  }
}

/// A tally of rows on the given lines.
func tally(_ lines: Int...) -> RowTally {
  var tally = RowTally()
  for line in lines { tally.add(line: line) }
  return tally
}
