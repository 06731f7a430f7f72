import BertData
import Testing

struct FastTextTests {
  @Test func prefixIsTheLabel() throws {
    let data = try dataset("__label__pos  a fine film\n__label__neg\tnot so __label__pos fine\n\n", "txt")
    #expect(data.examples.map(\.text) == ["a fine film", "not so __label__pos fine"])
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
    #expect(error?.kind.exitCode == 64)
  }
}
