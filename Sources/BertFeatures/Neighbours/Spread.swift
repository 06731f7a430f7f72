import BertData
import Foundation

/// What half the squared distances to class means are divided by, so that their softmax gives the least log loss.
///
/// The loss is against targets a little below 1, (n + 1) / (n + 2) for a class of n rows and the rest shared by the others
/// (Platt, "Probabilistic outputs for support vector machines", 1999), so that rows which are all told apart do not make
/// the scores 0 and 1.
struct Spread {
  /// The spread.
  let chosen: Double

  /// How far the search goes from the mean distance either way.
  private static let reach = 1e3
  private static let steps = 60

  /// - Parameters:
  ///   - rows: For each row its squared distance to each mean, [C], infinite for a class without one, and its class.
  ///   - counts: Rows of each class. [C]
  init(_ rows: [(distances: [Double], label: Int)], counts: [Int]) {
    let others = counts.count { $0 > 0 } - 1
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
        let total = log(logits.reduce(0) { $0 + exp($1 - top) }) + top
        let own = Double(counts[row.label] + 1) / Double(counts[row.label] + 2)
        let rest = logits.indices.reduce(0) { rest, label in
          label == row.label || !logits[label].isFinite ? rest : rest + logits[label]
        }
        return sum + total - own * logits[row.label] - (others > 0 ? (1 - own) / Double(others) * rest : 0)
      }
    }
    for _ in 0..<Self.steps {
      let lower = low + (high - low) / 3, upper = high - (high - low) / 3
      if loss(lower) <= loss(upper) { high = upper } else { low = lower }
    }
    chosen = mean * exp((low + high) / 2)
  }
}
