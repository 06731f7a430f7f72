package import BertData
import Foundation

/// The share of each of several questions in the loss of an epoch.
package enum QuestionShares {
  /// A question's share is proportional to the number of its rows to this power. With 1 a question of many rows would
  /// dominate the others; with 0 a question of few rows would be overfitted.
  package static let power = 0.75

  /// The shares, which add up to 1.
  ///
  /// - Parameters:
  ///   - sizes: Training rows that answer each question.
  ///   - weights: The weights that the user chose instead, one a question; nil for the rule by ``power``.
  package static func shares(sizes: [Int], weights: [Double]?) -> [Double] {
    let values = weights ?? sizes.map { pow(Double($0), power) }
    let total = values.reduce(0, +)
    return values.map { $0 / total }
  }

  /// The factor of each question in a ``JointLoss``: with it, the question's mean loss counts by its share. The loss of
  /// a number is divided by the number's variance, so that the share does not depend on its unit.
  ///
  /// - Parameters:
  ///   - losses: The loss of each question.
  ///   - rows: The answers of each row of an epoch; each question has some.
  ///   - shares: The share of each question.
  package static func factors(_ losses: [QuestionLoss], rows: [[Target?]], shares: [Double]) -> [Double] {
    losses.indices.map { question in
      let answers = rows.compactMap { $0[question] }
      let weight = answers.reduce(0) { $0 + losses[question].weight(of: $1) }
      return shares[question] * Double(rows.count) / (weight * variance(answers))
    }
  }

  /// The variance of numbers; 1 for labels.
  private static func variance(_ answers: [Target]) -> Double {
    let numbers = answers.compactMap { if case .number(let number) = $0 { number } else { nil } }
    guard !numbers.isEmpty else { return 1 }
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    return numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
  }
}
