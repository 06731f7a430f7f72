import BertInference
import Testing

struct BatchCutTests {
  static let cases = [
    [], [5], [1, 1, 1, 1, 1], [300, 2, 2, 300, 2], Array(repeating: 23, count: 99), [256, 256, 256],
  ]

  @Test(arguments: cases)
  func batchesAreInOrderAndAboutEqual(lengths: [Int]) {
    let cut = BatchCut(tokenBudget: 512)
    let batches = cut.batches(lengths: lengths)
    #expect(batches.flatMap { Array($0) } == Array(lengths.indices))
    #expect(batches.allSatisfy { !$0.isEmpty })
    let tokens = batches.map { $0.reduce(0) { $0 + lengths[$1] } }
    #expect(tokens.allSatisfy { $0 <= 512 + (lengths.max() ?? 0) })
    // No batch is a small rest: each differs from the mean by less than the longest sequence on either side.
    let mean = Double(lengths.reduce(0, +)) / Double(max(1, batches.count))
    #expect(tokens.allSatisfy { abs(Double($0) - mean) <= Double(lengths.max() ?? 0) })
  }
}
