import Foundation

/// Parameters that make scores calibrated: of ten texts with a score of 0.7, about seven are right.
public struct Calibration: Sendable, Equatable, Codable {
  /// For one label per text, the number by which outputs are divided before softmax (Guo et al. 2017, "On Calibration
  /// of Modern Neural Networks").
  public var temperature: Double?
  /// For several labels per text, the factor of each output before the logistic function (Platt 1999), `[C]`.
  public var slopes: [Double]?
  /// For several labels per text, what is added to each product, `[C]`.
  public var offsets: [Double]?

  /// Each parameter sets the property of its name.
  package init(temperature: Double? = nil, slopes: [Double]? = nil, offsets: [Double]? = nil) {
    self.temperature = temperature
    self.slopes = slopes
    self.offsets = offsets
  }

  /// Whether the parameters fit a problem and a number of labels.
  func fits(_ problem: ProblemType, labels: Int) -> Bool {
    switch problem {
    case .singleLabel: slopes == nil && offsets == nil && temperature.map { $0.isFinite && $0 > 0 } ?? false
    case .multiLabel:
      temperature == nil && slopes?.count == labels && offsets?.count == labels
        && ((slopes ?? []) + (offsets ?? [])).allSatisfy(\.isFinite)
    case .regression: false
    }
  }
}

extension Calibration {
  /// The most iterations of Newton's method.
  private static let iterations = 100

  /// Fits the temperature to the least log loss; nil where every row is right, as the best temperature is then 0, or
  /// where no temperature is best.
  ///
  /// - Parameters:
  ///   - logits: [rows, C]
  ///   - truth: the true label of each row, [rows].
  ///   - classes: C.
  package init?(logits: [Double], truth: [Int], classes: Int) {
    func row(_ index: Int) -> ArraySlice<Double> { logits[index * classes..<(index + 1) * classes] }
    let isAllRight = truth.indices.allSatisfy { index in
      let values = Array(row(index))
      return values.indices.allSatisfy { $0 == truth[index] || values[$0] < values[truth[index]] }
    }
    guard !truth.isEmpty, !isAllRight else { return nil }
    // The loss is convex in the inverse of the temperature.
    var inverse = 1.0
    for _ in 0..<Self.iterations {
      var slope = 0.0, curvature = 0.0
      for index in truth.indices {
        let values = Array(row(index)), p = Softmax.probabilities(values.map { $0 * inverse })
        let mean = zip(p, values).reduce(0) { $0 + $1.0 * $1.1 }
        slope += mean - values[truth[index]]
        curvature += zip(p, values).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
      }
      guard curvature > 0 else { return nil }
      // A step at most halves it, so that it stays above 0, or doubles it.
      let next = min(max(inverse - slope / curvature, inverse / 2), inverse * 2)
      let isDone = abs(next - inverse) <= 1e-12 * inverse
      inverse = next
      if isDone { break }
    }
    guard inverse.isFinite, inverse > 1e-3, inverse < 1e3 else { return nil }
    self.init(temperature: 1 / inverse)
  }

  /// Fits the slope and offset of each label, with targets that keep them finite (Platt 1999, in the form of Lin, Lin
  /// and Weng 2007). A label that fewer than `fewest` rows have, or lack, keeps 1 and 0.
  ///
  /// - Parameters:
  ///   - logits: [rows, C]
  ///   - truth: whether each label holds, [rows][C].
  ///   - labels: C.
  ///   - fewest: the fewest rows with and without a label.
  package init(logits: [Double], truth: [[Bool]], labels: Int, fewest: Int) {
    var slopes = [Double](repeating: 1, count: labels), offsets = [Double](repeating: 0, count: labels)
    for label in 0..<labels {
      let holds = truth.map { $0[label] }, positives = holds.count { $0 }, negatives = holds.count - positives
      guard min(positives, negatives) >= fewest else { continue }
      let high = (Double(positives) + 1) / (Double(positives) + 2), low = 1 / (Double(negatives) + 2)
      let points = holds.indices.map { (logits[$0 * labels + label], holds[$0] ? high : low) }
      (slopes[label], offsets[label]) = Self.sigmoid(points)
    }
    self.init(slopes: slopes, offsets: offsets)
  }

  /// The slope and offset of the logistic function with the least cross-entropy, by Newton's method with halved steps.
  private static func sigmoid(_ points: [(x: Double, target: Double)]) -> (slope: Double, offset: Double) {
    func loss(_ slope: Double, _ offset: Double) -> Double {
      points.reduce(0) { sum, point in
        let z = slope * point.x + offset
        return sum + max(z, 0) - z * point.target + log1p(exp(-abs(z)))
      }
    }
    let mean = points.reduce(0) { $0 + $1.target } / Double(points.count)
    var slope = 0.0, offset = log(mean / (1 - mean))
    var value = loss(slope, offset)
    for _ in 0..<iterations {
      var g0 = 0.0, g1 = 0.0, h00 = 1e-12, h01 = 0.0, h11 = 1e-12
      for (x, target) in points {
        let p = OutputRule.logistic(slope * x + offset), weight = p * (1 - p)
        g0 += (p - target) * x
        g1 += p - target
        h00 += weight * x * x
        h01 += weight * x
        h11 += weight
      }
      guard max(abs(g0), abs(g1)) > 1e-9 else { break }
      let determinant = h00 * h11 - h01 * h01
      let (d0, d1) = ((h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant)
      var step = 1.0
      while step > 1e-10, !(loss(slope - step * d0, offset - step * d1) < value) { step /= 2 }
      guard step > 1e-10 else { break }
      slope -= step * d0
      offset -= step * d1
      value = loss(slope, offset)
    }
    return (slope, offset)
  }
}
