package import BertKernels
import Foundation

/// The cross-entropy of retrieving the positive of each anchor among all texts of a batch, with the scaled cosine of
/// the vectors as the logit: sentence-transformers' `MultipleNegativesRankingLoss`, in double precision.
///
/// It is not a ``Loss``: a batch cannot be computed in parts, because each anchor is compared with all texts of the
/// batch.
///
/// Source: Henderson et al., arXiv 1705.00652, section 4.4; van den Oord et al., arXiv 1807.03748.
package struct InBatchNegatives: Sendable {
  let scale: Double

  /// - Parameter scale: The factor of the cosines, the inverse of the temperature.
  package init(scale: Double) { self.scale = scale }

  /// The mean over the anchors, and its gradient.
  ///
  /// - Parameters:
  ///   - outputs: The vectors of the B anchors, then of the C candidates, `[B + C, H]`; candidate i is the positive of
  ///     anchor i.
  ///   - anchors: B, at least 1.
  ///   - factor: Factor of the gradient.
  ///   - gradient: Of the outputs, `[B + C, H]`; is added to.
  ///   - isLeftOut: Whether a candidate, not the anchor's positive, is not one of its negatives either.
  package func evaluate(
    _ outputs: Matrix, anchors: Int, factor: Float, gradient: Matrix,
    isLeftOut: (_ anchor: Int, _ candidate: Int) -> Bool
  ) -> Double {
    let candidates = outputs.rows - anchors, width = outputs.columns
    precondition(candidates >= anchors, "a positive for each anchor")
    let units = Directions(outputs)
    var slopes = [Double](repeating: 0, count: outputs.rows * width)  // gradient of the units, [B + C, H]
    var loss = 0.0
    var logits = [Double](repeating: 0, count: candidates), slope = logits
    for anchor in 0..<anchors {
      var peak = -Double.infinity
      for candidate in 0..<candidates {
        let isOut = candidate != anchor && isLeftOut(anchor, candidate)
        logits[candidate] = isOut ? -.infinity : scale * units.product(anchor, anchors + candidate)
        peak = max(peak, logits[candidate])
      }
      var total = 0.0
      for candidate in 0..<candidates {
        slope[candidate] = exp(logits[candidate] - peak)
        total += slope[candidate]
      }
      loss += (peak + log(total) - logits[anchor]) / Double(anchors)
      for candidate in 0..<candidates {
        let share = slope[candidate] / total - (candidate == anchor ? 1 : 0)
        units.addProductGradient(scale * share / Double(anchors), anchor, anchors + candidate, to: &slopes)
      }
    }
    units.addGradient(slopes, factor: Double(factor), to: gradient)
    return loss
  }
}

/// Vectors normalized to length 1, and the backward pass of the normalization.
private struct Directions {
  let width: Int
  /// `[N, H]`
  private let units: [Double]
  /// `[N]`
  private let lengths: [Double]
  /// The least length that is divided by, as in PyTorch's `normalize`.
  private static let leastLength = 1e-12

  init(_ vectors: Matrix) {
    width = vectors.columns
    var units: [Double] = [], lengths: [Double] = []
    units.reserveCapacity(vectors.rows * width)
    for row in 0..<vectors.rows {
      let values = vectors.row(row)
      var squares = 0.0
      for column in 0..<width { squares += Double(values[column]) * Double(values[column]) }
      let length = max(squares.squareRoot(), Self.leastLength)
      lengths.append(length)
      for column in 0..<width { units.append(Double(values[column]) / length) }
    }
    self.units = units
    self.lengths = lengths
  }

  func product(_ a: Int, _ b: Int) -> Double {
    units.withUnsafeBufferPointer { units in
      var sum = 0.0
      for column in 0..<width { sum += units[a * width + column] * units[b * width + column] }
      return sum
    }
  }

  /// Adds the gradient of an inner product to that of both units.
  func addProductGradient(_ slope: Double, _ a: Int, _ b: Int, to slopes: inout [Double]) {
    guard slope != 0 else { return }
    units.withUnsafeBufferPointer { units in
      slopes.withUnsafeMutableBufferPointer { slopes in
        for column in 0..<width { slopes[a * width + column] += slope * units[b * width + column] }
        for column in 0..<width { slopes[b * width + column] += slope * units[a * width + column] }
      }
    }
  }

  /// Adds `factor` times the gradient of the vectors, from the gradient g of the units: (g − u·(u·g)) / |x|.
  func addGradient(_ slopes: [Double], factor: Double, to gradient: Matrix) {
    for row in lengths.indices {
      var along = 0.0
      for column in 0..<width { along += units[row * width + column] * slopes[row * width + column] }
      let values = gradient.row(row)
      for column in 0..<width {
        let place = row * width + column
        values[column] += Float(factor * (slopes[place] - units[place] * along) / lengths[row])
      }
    }
  }
}
