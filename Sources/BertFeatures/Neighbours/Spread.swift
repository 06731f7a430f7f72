import BertData
import Foundation

/// The temperature of the prototypes: the divisor of half the squared distances to class means under which their
/// softmax has the least log loss.
///
/// The target of a row is (n + 1) / (n + 2) for its own class of n rows, and the other classes share the rest (Platt,
/// "Probabilistic outputs for support vector machines", 1999). Scores therefore do not become 0 and 1 where all rows
/// are separated.
struct Spread {
  /// The divisor; 1 where all distances are 0.
  let chosen: Double

  /// The divisors searched are the mean distance divided by this to the mean distance times this.
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
    // The loss is convex in the inverse of the spread, so that ternary search over its logarithm finds the minimum.
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
