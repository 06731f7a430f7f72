package import BertKernels
import Foundation

/// The mean of (cos(u, v) − y)² over pairs of vectors, where y is the score of a pair, or 1 for two texts of the same
/// label and 0 for others: sentence-transformers' `CosineSimilarityLoss`, in double precision.
package struct PairCosine: Loss {
  /// The least product of two lengths that is divided by, as in PyTorch's `cosine_similarity`.
  private static let leastProduct = 1e-8

  package init() {}

  package func weight(of target: Double) -> Double { 1 }

  /// - Parameters:
  ///   - outputs: `[2B, H]`, the two vectors of a pair in consecutive rows.
  ///   - targets: `[B]`
  ///   - gradient: `[2B, H]`, overwritten.
  package func evaluate(_ outputs: Matrix, _ targets: [Double], scale: Float, gradient: Matrix) -> Double {
    precondition(outputs.rows == 2 * targets.count, "two rows for each target")
    let share = 1 / Double(max(1, targets.count)), width = outputs.columns
    var loss = 0.0
    for (pair, target) in targets.enumerated() {
      let first = 2 * pair, second = first + 1
      var product = 0.0, uu = 0.0, vv = 0.0
      for column in 0..<width {
        let u = Double(outputs[first, column]), v = Double(outputs[second, column])
        product += u * v
        uu += u * u
        vv += v * v
      }
      let lengths = (uu * vv).squareRoot(), divisor = max(lengths, Self.leastProduct)
      let cosine = product / divisor, distance = cosine - target
      loss += share * distance * distance
      // ∂cos/∂u = v / (|u||v|) − cos·u / |u|²
      let slope = 2 * share * distance * Double(scale)
      let shrinks = lengths > Self.leastProduct
      for column in 0..<width {
        let u = Double(outputs[first, column]), v = Double(outputs[second, column])
        gradient[first, column] = Float(slope * (v / divisor - (shrinks ? cosine * u / uu : 0)))
        gradient[second, column] = Float(slope * (u / divisor - (shrinks ? cosine * v / vv : 0)))
      }
    }
    return loss
  }
}
