import BertData
package import BertKernels
import Foundation

/// The distance of a student's outputs from its teacher's, in double precision; 0 where they are equal.
///
/// - One label: T² · KL(softmax(t/T) ‖ softmax(s/T)), the mean over the rows (Hinton et al., arXiv 1503.02531;
///   DistilBERT's training with `KLDivLoss(reduction="batchmean")`, arXiv 1910.01108).
/// - Several labels: T² times the mean over rows and labels of the divergence of the two probabilities of each label.
/// - A number: the mean of (s − t)².
/// - A vector: the mean of 1 − cos(s, t).
package struct TeacherLoss: Loss {
  /// The kind of the outputs.
  package enum Kind: String, Sendable, Equatable {
    case oneLabel, severalLabels, number, vector
  }

  package let kind: Kind
  /// The temperature T; used for labels only.
  package let temperature: Double

  package init(_ kind: Kind, temperature: Double) {
    self.kind = kind
    self.temperature = temperature
  }

  package func weight(of target: [Double]) -> Double { 1 }

  /// - Parameter targets: The teacher's outputs, `[B][C]`.
  package func evaluate(_ outputs: Matrix, _ targets: [[Double]], scale: Float, gradient: Matrix) -> Double {
    let share = 1 / Double(max(1, targets.count))
    var loss = 0.0
    for (row, target) in targets.enumerated() {
      let values = (0..<outputs.columns).map { Double(outputs[row, $0]) }
      let (value, slopes) =
        switch kind {
        case .oneLabel: divergence(values, target)
        case .severalLabels: divergences(values, target)
        case .number: (pow(values[0] - target[0], 2), [2 * (values[0] - target[0])])
        case .vector: CosineDistance.evaluate(values, target)
        }
      loss += share * value
      for column in 0..<outputs.columns { gradient[row, column] = Float(share * slopes[column] * Double(scale)) }
    }
    return loss
  }

  private func divergence(_ values: [Double], _ target: [Double]) -> (Double, [Double]) {
    let student = LogProbabilities(values.map { $0 / temperature })
    let teacher = LogProbabilities(target.map { $0 / temperature })
    let value = zip(teacher.shares, zip(teacher.logs, student.logs)).reduce(0) { $0 + $1.0 * ($1.1.0 - $1.1.1) }
    // ∂KL/∂s = (softmax(s/T) − softmax(t/T)) / T
    return (
      temperature * temperature * value, zip(student.shares, teacher.shares).map { temperature * ($0 - $1) }
    )
  }

  private func divergences(_ values: [Double], _ target: [Double]) -> (Double, [Double]) {
    var value = 0.0
    var slopes: [Double] = []
    let share = 1 / Double(max(1, values.count))
    for (s, t) in zip(values, target) {
      let (x, y) = (s / temperature, t / temperature), probability = OutputRule.logistic(y)
      value += share * (Self.crossEntropy(x, probability) - Self.crossEntropy(y, probability))
      slopes.append(temperature * share * (OutputRule.logistic(x) - probability))
    }
    return (temperature * temperature * value, slopes)
  }

  /// −p·log σ(x) − (1 − p)·log(1 − σ(x)), by log(1 + e^−|x|), which does not overflow.
  private static func crossEntropy(_ x: Double, _ probability: Double) -> Double {
    max(0, x) - x * probability + log1p(exp(-abs(x)))
  }
}

/// The loss of the last hidden states: the mean over texts, and within a text over its tokens, of 1 − cos(s, t) between
/// the student's states and the teacher's. It is DistilBERT's (arXiv 1910.01108), except that each text has the same
/// weight, so that a batch may be computed in parts.
package struct StateDistance: Sendable {
  package init() {}

  /// The value and its gradient.
  ///
  /// - Parameters:
  ///   - states: The student's, `[T, H]`.
  ///   - target: The teacher's, `[T, H]`.
  ///   - boundaries: The first token of each text, then T.
  ///   - scale: Factor of the gradient.
  ///   - gradient: Of the student's states, `[T, H]`, added to; `nil` where it is not needed.
  /// - Returns: The mean, without the factor.
  package func evaluate(
    _ states: Matrix, _ target: Matrix, boundaries: [Int], scale: Double, addingTo gradient: Matrix?
  ) -> Double {
    let share = 1 / Double(max(1, boundaries.count - 1)), columns = 0..<states.columns
    var loss = 0.0
    for (first, end) in zip(boundaries, boundaries.dropFirst()) {
      let part = share / Double(end - first)
      for row in first..<end {
        let (value, slopes) = CosineDistance.evaluate(
          columns.map { Double(states[row, $0]) }, columns.map { Double(target[row, $0]) })
        loss += part * value
        guard let gradient else { continue }
        for column in columns { gradient[row, column] += Float(scale * part * slopes[column]) }
      }
    }
    return loss
  }
}

/// 1 − cos(u, v) with its derivative by u.
enum CosineDistance {
  /// Added to squared lengths against a division by zero, as in PyTorch's `cosine_embedding_loss`.
  private static let least = 1e-12

  /// - Returns: The value, and its derivative by u, [H].
  static func evaluate(_ u: [Double], _ v: [Double]) -> (value: Double, slopes: [Double]) {
    var product = 0.0, uu = least, vv = least
    for (a, b) in zip(u, v) {
      product += a * b
      uu += a * a
      vv += b * b
    }
    let lengths = (uu * vv).squareRoot(), cosine = product / lengths
    return (1 - cosine, zip(u, v).map { cosine * $0 / uu - $1 / lengths })
  }
}
