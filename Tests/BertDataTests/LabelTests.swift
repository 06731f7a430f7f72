import BertData
import BertStorage
import Foundation
import Testing

struct LabelTests {
  @Test func listsAreParsed() throws {
    #expect(try LabelSet(parsing: "pos,neg,neu") == LabelSet(names: ["pos", "neg", "neu"]))
    let spam = try LabelSet(parsing: " ham = 0, spam=1")
    #expect(spam.names == ["ham", "spam"])
    #expect(spam.values == ["0", "1"])
    #expect(spam.index(of: "1") == 1)
    #expect(spam.index(of: "spam") == nil)
  }

  @Test(arguments: ["", "pos", "pos,", ",pos", "a,,b", "a=,b", "=1,b", "a,a", "a=1,b=1", "a=b,b", "a=\"b\"=c,d"])
  func listsAreRefused(_ list: String) {
    let error = #expect(throws: DataError.self) { try LabelSet(parsing: list) }
    #expect(error?.code == .usage)
  }

  @Test func comparisonIsByBytes() throws {
    let set = try LabelSet(parsing: "\u{E9},e\u{301}")
    #expect(set.index(of: "e\u{301}") == 1)
    #expect(set.index(of: "\u{E9}") == 0)
    #expect(LabelSet(names: ["\u{E9}"]) != LabelSet(names: ["e\u{301}"]))
    let data = try dataset("text,label\na,\u{E9}\nb,e\u{301}\n")
    #expect(data.labels?.names.map { Array($0.utf8) } == [Array("e\u{301}".utf8), Array("\u{E9}".utf8)])
    #expect(data.examples.map(\.label) == [1, 0])
  }

  @Test func learntSetsAreSorted() {
    #expect(LabelSet.inferred(from: ["10", "9", "-1", "9"]).names == ["-1", "9", "10"])
    #expect(LabelSet.inferred(from: ["10", "9", "x"]).names == ["9", "10", "x"])
    #expect(LabelSet.inferred(from: ["f11", "f2", "f1", "f"]).names == ["f", "f1", "f2", "f11"])
    #expect(LabelSet.inferred(from: ["v1.10", "v1.9", "v01.9", "v1"]).names == ["v1", "v01.9", "v1.9", "v1.10"])
    #expect(LabelSet.inferred(from: ["a10b", "a10", "a9c", "a:", "a/"]).names == ["a/", "a9c", "a10", "a10b", "a:"])
    #expect(LabelSet.inferred(from: ["b", "B", "a"]).names == ["B", "a", "b"])
    #expect(LabelSet.inferred(from: (0..<40).reversed().map(String.init)).names == (0..<40).map(String.init))
  }

  @Test func manyLabelsAreFound() throws {
    let rows = (0..<400).map { "t\($0),\($0 % 100)" }.joined(separator: "\n")
    let data = try dataset("text,label\n" + rows)
    #expect(data.examples.map(\.label) == (0..<400).map { $0 % 100 })
    let fixed = LabelSet(names: (0..<100).reversed().map(String.init))
    let again = try dataset("text,label\n" + rows, "csv", .init(labels: fixed))
    #expect(again.examples.map(\.label) == (0..<400).map { 99 - $0 % 100 })
  }

  @Test func unknownLabelsAreCountedOverTheWholeFile() throws {
    let content = "text,label\na,pos\nb,mixed\nc,neg\nd,other\ne,neu\n"
    let labels = try LabelSet(parsing: "pos,neg,neu")
    let error = try #require(try failure(content, "csv", .init(labels: labels)))
    guard case .unknownLabels(_, let tally, first: "mixed", known: _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(tally.count == 2)
    #expect(tally.firstLines == [3, 5])
    #expect(error.description.contains(".csv:3: the label 'mixed' is not one of 'pos', 'neg', 'neu' (2 such rows"))
    #expect(error.code == .badData)
    let data = try dataset(content, "csv", .init(labels: labels, unknownLabels: .skip))
    #expect(data.examples.map(\.text) == ["a", "c", "e"])
    #expect(data.report.unknownLabels.count == 2)
  }

  @Test func valuesStandForNames() throws {
    let data = try dataset("spam,text\n0,a\n1,b\n", "csv", .init(labels: try LabelSet(parsing: "ham=0,spam=1")))
    #expect(data.labels?.names == ["ham", "spam"])
    #expect(data.examples.map(\.label) == [0, 1])
  }

  @Test func oneLabelCannotBeTrained() throws {
    let data = try dataset("text,label\na,pos\nb,pos\n")
    let error = #expect(throws: DataError.self) { try data.requireTrainable(file: "x.csv") }
    #expect(error?.code == .badData)
    let message = "x.csv: all 2 rows have the label 'pos'; a classifier needs rows of at least two labels"
    #expect(error?.description == message)
    try dataset("text,label\na,pos\nb,neg\n").requireTrainable(file: "x.csv")
  }

  @Test func coding() throws {
    for set in [LabelSet(names: ["b", "a"]), try LabelSet(parsing: "ham=0,spam=1")] {
      #expect(try JSONDecoder().decode(LabelSet.self, from: JSONEncoder().encode(set)) == set)
    }
  }
}
