import BertData
package import BertKernels
import Foundation

/// How far a student's outputs are from its teacher's, in double precision; 0 where they are the same.
///
/// - One label: T² · KL(softmax(t/T) ‖ softmax(s/T)), the mean over the rows (Hinton et al., arXiv 1503.02531; DistilBERT's
///   training with `KLDivLoss(reduction="batchmean")`, arXiv 1910.01108).
/// - Several labels: T² times the mean over rows and labels of the divergence of the two probabilities of each label.
/// - A number: the mean of (s − t)².
/// - A vector: the mean of 1 − cos(s, t).
package struct TeacherLoss: Loss {
  /// What the outputs are.
  package enum Kind: String, Sendable, Equatable {
    case oneLabel, severalLabels, number, vector
  }

  package let kind: Kind
  /// T, of labels alone.
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

  /// −p·log σ(x) − (1 − p)·log(1 − σ(x)); log(1 + e^−|x|) is exact where e^x is not.
  private static func crossEntropy(_ x: Double, _ probability: Double) -> Double {
    max(0, x) - x * probability + log1p(exp(-abs(x)))
  }
}

/// The mean over texts, and in each over its tokens, of 1 − cos(s, t) between a student's last states and its teacher's:
/// DistilBERT's loss of the hidden states (arXiv 1910.01108), where each text counts the same, so that a batch may be
/// computed in parts.
package struct StateDistance: Sendable {
  package init() {}

  /// - Parameters:
  ///   - states: The student's, `[T, H]`.
  ///   - target: The teacher's, `[T, H]`.
  ///   - boundaries: The first token of each text, then T.
  ///   - scale: Factor of the gradient.
  ///   - gradient: Of the student's states, `[T, H]`, added to; `nil` where nothing learns from it.
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
  /// What keeps the length of a vector of zeros from dividing, as in PyTorch's `cosine_embedding_loss`.
  private static let least = 1e-12

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
