import BertData
import BertStorage
import Testing

struct FastTextTests {
  @Test func prefixIsTheLabel() throws {
    let data = try dataset("__label__pos  a fine film\n__label__neg\tnot so fine\n\n", "txt")
    #expect(data.examples.map(\.text) == ["a fine film", "not so fine"])
    #expect(data.labels?.names == ["neg", "pos"])
    #expect(data.report.rows == 2)
  }

  @Test func faultsAreCounted() throws {
    let content = "__label__a x\n__label__a __label__b y\nno label\n\n__label__ z\n__label__b\n__label__b w\n\n\n"
    let data = try dataset(content, "txt", .init(badRows: .skip))
    #expect(data.examples.map(\.text) == ["x", "w"])
    #expect(data.report.faults == [.severalLabels: tally(2), .emptyLabel: tally(3, 5), .emptyText: tally(4, 6)])
    #expect(data.report.rows == 7)
  }

  @Test func linesWithoutLabelsCanBePredicted() throws {
    let data = try dataset("a b\n__label__x c\r\n  d", "txt", .init(needsLabels: false))
    #expect(data.examples.map(\.text) == ["a b", "c", "  d"])
    #expect(data.examples.map(\.line) == [1, 2, 3])
    #expect(data.labels == nil)
  }

  @Test func columnsCannotBeNamed() throws {
    let error = try failure("__label__a x", "txt", .init(textColumn: "text"))
    #expect(error?.code == .usage)
  }

  /// fastText takes every word that begins with the prefix for a label (`Dictionary::getLine`).
  @Test func labelsStandAnywhere() throws {
    let content = """
      a fine film __label__pos
      __label__neg not  so fine __label__neg
      __label__pos __label__pos twice
      in the __label__neg middle
      \u{FEFF}\u{A0}__label__pos\u{A0}no break
      x__label__pos y __label__neg
      """
    let data = try dataset("\u{FEFF}" + content, "txt")
    #expect(
      data.examples.map(\.text) == [
        "a fine film", "not  so fine", "twice", "in the middle", "no break", "x__label__pos y",
      ])
    #expect(data.labels?.names == ["neg", "pos"])
    #expect(data.examples.map(\.label) == [1, 0, 1, 0, 1, 0])
    let texts = try dataset(content, "txt", .init(needsLabels: false)).examples.map(\.text)
    #expect(texts[0] == "a fine film" && texts[3] == "in the middle")
  }

  @Test func severalLabelsAreRefusedWithARemedy() throws {
    let error = try #require(try failure("__label__a x __label__b\n__label__a y\n", "txt"))
    guard case .badRows(_, rows: 2, let faults) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(faults == [.severalLabels: tally(1)])
    #expect(error.description.contains("multi-label") && error.description.contains("one label a row"))
  }

  @Test func labelsThatRunIntoTheTextAreRefused() throws {
    let lines = ["the", "a", "this", "one", "all"].flatMap { ["__label__pos,\($0) x", "__label__neg,\($0) y"] }
    guard case .labelsRunOn? = try failure(lines.joined(separator: "\n"), "txt") else {
      Issue.record("not refused")
      return
    }
    // A comma within the few labels that there are belongs to them.
    let data = try dataset("__label__arts,culture x\n__label__sports y\n__label__arts,culture z\n", "txt")
    #expect(data.labels?.names == ["arts,culture", "sports"])
  }

  @Test(arguments: [
    ("__LABEL__a x\n__LABEL__b y\n", "small letters"), ("a text\t1\nanother\t0\n", "the option input-format (tsv)"),
    ("a text@pos\nanother@neg\n", "the option delimiter"),
  ])
  func linesWithoutPrefixSayWhy(_ content: String, _ word: String) throws {
    let error = try #require(try failure(content, "txt"))
    guard case .noLabelPrefix = error else {
      Issue.record("\(error)")
      return
    }
    #expect(error.description.contains(word) && error.code == .badData)
  }
}
