import BertInference
import Testing

/// The cut of a step's batch into a fixed number of parts.
struct BatchPartsTests {
  @Test func partsHaveAboutEqualTokens() {
    #expect(BatchCut.parts(lengths: [5, 5, 5, 5], count: 1) == [0..<4])
    #expect(BatchCut.parts(lengths: [5, 5, 5, 5], count: 2) == [0..<2, 2..<4])
    #expect(BatchCut.parts(lengths: [9, 1, 1, 1], count: 2) == [0..<1, 1..<4])
    #expect(BatchCut.parts(lengths: [1, 1, 1, 9], count: 2) == [0..<4, 4..<4])
  }

  /// Fewer sequences than parts leave some empty, and one long sequence may be several parts' share.
  @Test func someAreEmpty() {
    #expect(BatchCut.parts(lengths: [7], count: 4) == [0..<1, 1..<1, 1..<1, 1..<1])
    #expect(BatchCut.parts(lengths: [], count: 2) == [0..<0, 0..<0])
    #expect(BatchCut.parts(lengths: [4, 4], count: 4) == [0..<1, 1..<1, 1..<2, 2..<2])
  }

  /// They follow each other, and together are the batch.
  @Test(arguments: [1, 2, 4, 8, 64]) func partsAreTheBatch(count: Int) {
    for size in 0..<40 {
      let parts = BatchCut.parts(lengths: (0..<size).map { 3 + $0 * $0 % 17 }, count: count)
      #expect(parts.count == count)
      #expect(Array(parts.joined()) == Array(0..<size))
    }
  }
}
