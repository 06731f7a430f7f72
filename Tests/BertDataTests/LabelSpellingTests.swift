import BertData
import BertStorage
import Foundation
import Testing

/// Labels that are written in several ways: joined where they mean one without a doubt, named where they may.
struct LabelSpellingTests {
  private func remarks(_ data: Dataset, _ words: String...) -> Bool {
    let said = data.report.remarks.map(\.description).joined(separator: "\n")
    return words.allSatisfy { said.contains($0) }
  }

  @Test(arguments: [" ", "\t", "\u{A0}", "\u{3000}", "\u{200B}", "\u{FEFF}", "\u{2003}\u{A0}"])
  func whiteSpaceAroundALabelIsNoPartOfIt(_ space: String) throws {
    let data = try dataset("text,label\na,pos\(space)\nb,\(space)pos\nc,neg\nd,pos\n")
    #expect(data.labels?.names == ["neg", "pos"] && data.examples.map(\.label) == [1, 1, 0, 1])
    #expect(data.report.remarks.count == 1 && remarks(data, "white space around 2 labels", "lines 2, 3"))
    let lines = "{\"text\":\"a\",\"label\":\"pos\(space == "\t" ? " " : space)\"}\n{\"text\":\"b\",\"label\":\"pos\"}\n"
    #expect(try dataset(lines, "jsonl").labels?.names == ["pos"])
  }

  @Test func aLabelOfWhiteSpaceIsNone() throws {
    let data = try dataset("text,label\na,\u{A0}\nb,x\n", "csv", .init(badRows: .skip))
    #expect(data.report.faults == [.emptyLabel: tally(2)])
  }

  @Test func aNumberIsOneLabelHoweverItIsWritten() throws {
    let data = try dataset("text,label\na,1.0\nb,1\nc,0\nd,01\ne,0.00\nf,-0\n")
    #expect(data.labels?.names == ["0", "1"] && data.examples.map(\.label) == [1, 1, 0, 1, 0, 0])
    #expect(remarks(data, "'1.0', '01' are the same number as '1'", "the option labels keeps them apart"))
    let lines = "{\"text\":\"a\",\"label\":1.0}\n{\"text\":\"b\",\"label\":1}\n{\"text\":\"c\",\"label\":2}\n"
    #expect(try dataset(lines, "jsonl").labels?.names == ["1", "2"])
    // Numbers that differ, and what is no number, stay apart.
    #expect(try dataset("text,label\na,1.5\nb,1\nc,1.0a\nd,.\n").labels?.count == 4)
    // All floats keep their form.
    #expect(try dataset("text,label\na,1.0\nb,0.0\n").labels?.names == ["0.0", "1.0"])
  }

  @Test func givenLabelsCountAsTheyStandBeforeAnyLikeness() throws {
    let apart = ReadingOptions(labels: try LabelSet(parsing: "1,01,2"))
    #expect(try dataset("text,label\na,01\nb,1\nc,2.0\n", "csv", apart).examples.map(\.label) == [1, 0, 2])
    // Of two labels of one number neither stands for a third spelling.
    guard case .unknownLabels? = try failure("text,label\na,1.0\n", "csv", apart) else {
      Issue.record("guessed")
      return
    }
    let floats = ReadingOptions(labels: LabelSet(names: ["0.0", "1.0"]))
    let data = try dataset("text,label\na,1\nb,0\n", "csv", floats)
    #expect(data.examples.map(\.label) == [1, 0] && remarks(data, "'1' is the same number as '1.0'"))
    let spaced = ReadingOptions(labels: LabelSet(names: ["pos ", "pos"]))
    #expect(try dataset("text,label\na,pos \nb,pos\nc, pos\n", "csv", spaced).examples.map(\.label) == [0, 1, 1])
  }

  @Test func labelsThatDifferInCaseAreNamedOnce() throws {
    let data = try dataset("text,label\na,POS\nb,pos\nc,pos\nd,neg\n")
    #expect(data.labels?.count == 3)
    let warnings = data.report.remarks.filter(\.isWarning)
    #expect(warnings.count == 1)
    #expect(remarks(data, "'POS' (1 row) and 'pos' (2 rows)", "the option labels ('pos=POS,neg,pos=pos')"))
    // What it says to give does what it says.
    let joined = ReadingOptions(labels: try LabelSet(parsing: "pos=POS,neg,pos=pos"))
    let again = try dataset("text,label\na,POS\nb,pos\nc,pos\nd,neg\n", "csv", joined)
    #expect(again.labels?.names == ["pos", "neg"] && again.examples.map(\.label) == [0, 0, 0, 1])
    #expect(again.report.remarks.isEmpty)
  }

  @Test(arguments: [("caf\u{E9}", "cafe\u{301}", "\\u{301}"), ("very good", "very\u{A0}good", "\\u{a0}")])
  func labelsThatLookTheSameAreToldByTheirScalars(_ one: String, _ other: String, _ shown: String) throws {
    let data = try dataset("text,label\na,\(one)\nb,\(other)\nc,x\n")
    #expect(data.labels?.count == 3)
    #expect(remarks(data, shown) && data.report.remarks.filter(\.isWarning).count == 1)
  }

  @Test func anUnknownLabelThatIsNearlyKnownSaysSo() throws {
    let labels = LabelSet(names: ["pos", "caf\u{E9}", "Arts"])
    func message(_ label: String) throws -> String {
      try #require(try failure("text,label\na,\"\(label)\"\n", "csv", .init(labels: labels))).description
    }
    #expect(try message("POS").contains("differs from 'pos' only in case"))
    #expect(try message("cafe\u{301}").contains("Unicode form"))
    #expect(try message("Arts, Culture").contains("the option label-file"))
    #expect(try message("other").contains("the option unknown-labels (skip)"))
  }

  @Test func wordsForMissingValuesAreQuestioned() throws {
    let data = try dataset("text,label\na,NA\nb,null\nc,none\n")
    #expect(data.labels?.count == 3)
    #expect(remarks(data, "'NA', 'null' may stand for a missing value", "the option unknown-labels (skip)"))
  }

  @Test func idsAndScoresAreNoLabels() throws {
    func table(_ rows: Int, _ label: (Int) -> String) -> String {
      "text,label\n" + (0..<rows).map { "t \($0),\(label($0))\n" }.joined()
    }
    guard case .labelsLikeIDs(_, "label", let labels, rows: 50)? = try failure(table(50) { "id\($0)" }) else {
      Issue.record("ids")
      return
    }
    #expect(labels.count == 50)
    guard case .labelsLikeScores? = try failure(table(40) { "0.\($0 % 20)1" }) else {
      Issue.record("scores")
      return
    }
    // Half as many labels as rows, and few rows, are believed; so are labels that are given.
    #expect(try dataset(table(60) { "id\($0 / 2)" }).labels?.count == 30)
    #expect(try dataset(table(15) { "id\($0)" }).labels?.count == 15)
    let given = LabelSet(names: (0..<50).map { "id\($0)" })
    #expect(try dataset(table(50) { "id\($0)" }, "csv", .init(labels: given)).examples.count == 50)
  }

  @Test func listsMayBeQuotedAndGiveSeveralValues() throws {
    let quoted = try LabelSet(parsing: "\"Arts, Culture\" , \"say \"\"hi\"\"\"=\"a=b\",Sports")
    #expect(quoted.names == ["Arts, Culture", "say \"hi\"", "Sports"] && quoted.values[1] == "a=b")
    let stars = try LabelSet(parsing: "neg=1,neg=2,pos=4,pos=5")
    #expect(stars.names == ["neg", "pos"] && stars.index(of: "5") == 1 && stars.index(of: "3") == nil)
    #expect(try JSONDecoder().decode(LabelSet.self, from: JSONEncoder().encode(stars)) == stars)
    let data = try dataset("text,label\na,5\nb,2\nc,1\n", "csv", .init(labels: stars))
    #expect(data.examples.map(\.label) == [1, 0, 0])
    for list in ["\"a,b", "\"a\"b,c", "a=\"b,c", "neg=1,pos=1", "\"\",b"] {
      let error = #expect(throws: DataError.self) { try LabelSet(parsing: list) }
      #expect(error?.code == .usage, "\(list)")
    }
  }

  @Test func labelsMayStandInAFile() throws {
    func set(_ text: String) throws -> LabelSet {
      try withFile(Array(text.utf8), "txt") { source in
        guard case .file(let url) = source else { throw DataError.formatNeeded(file: "") }
        return try LabelSet(contentsOf: url)
      }
    }
    #expect(try set("Arts, Culture\r\n\n a=b \n") == LabelSet(names: ["Arts, Culture", "a=b"]))
    let stars = try set("1\tneg\n2\tneg\n5\tpos\n")
    #expect(stars.names == ["neg", "pos"] && stars.index(of: "2") == 0)
    for text in ["", "one\n", "a\nb\tc\td\n", "a\n\tb\n", "a\na\n"] {
      #expect(throws: DataError.self, "\(text)") { try set(text) }
    }
  }
}
