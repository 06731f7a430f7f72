import BertData
import Foundation

/// What half the squared distances to class means are divided by, so that their softmax gives the least log loss.
struct Spread {
  /// The spread.
  let chosen: Double

  /// How far the search goes from the mean distance either way, so that rows that are all told apart do not make the scores
  /// 0 and 1.
  private static let reach = 1e3
  private static let steps = 60

  /// - Parameter rows: For each row its squared distance to each mean, [C], infinite for a class without one, and its class.
  init(_ rows: [(distances: [Double], label: Int)]) {
    let finite = rows.flatMap(\.distances).filter(\.isFinite)
    let mean = finite.reduce(0, +) / Double(max(1, finite.count))
    guard mean > 0 else {
      chosen = 1
      return
    }
    // The loss is convex in the inverse of the spread, so that thirds of its logarithm find the minimum.
    var low = -log(Self.reach), high = log(Self.reach)
    func loss(_ logarithm: Double) -> Double {
      let spread = mean * exp(logarithm)
      return rows.reduce(0) { sum, row in
        let logits = row.distances.map { -$0 / 2 / spread }, top = logits.max() ?? 0
        return sum + log(logits.reduce(0) { $0 + exp($1 - top) }) + top - logits[row.label]
      }
    }
    for _ in 0..<Self.steps {
      let lower = low + (high - low) / 3, upper = high - (high - low) / 3
      if loss(lower) <= loss(upper) { high = upper } else { low = lower }
    }
    chosen = mean * exp((low + high) / 2)
  }
}
