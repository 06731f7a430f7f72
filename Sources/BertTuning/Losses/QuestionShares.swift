package import BertData
import Foundation

/// What each of several questions counts in the loss of an epoch.
package enum QuestionShares {
  /// The power of a question's rows that its share goes by: with 1 a question of many rows would leave nothing to the
  /// others, with 0 one of few rows would be learnt by heart.
  package static let power = 0.75

  /// The shares, which add up to 1.
  ///
  /// - Parameters:
  ///   - sizes: Training rows that answer each question.
  ///   - weights: What was asked for instead, one a question; nil for the rows to the power.
  package static func shares(sizes: [Int], weights: [Double]?) -> [Double] {
    let values = weights ?? sizes.map { pow(Double($0), power) }
    let total = values.reduce(0, +)
    return values.map { $0 / total }
  }

  /// The factor of each question in a ``JointLoss``, so that in the mean over all rows its own mean loss counts by its share;
  /// that of a number in units of its variance, so that the share does not depend on the number's unit.
  ///
  /// - Parameters:
  ///   - rows: All that an epoch reads, with their answers; each question has some.
  ///   - shares: Of the questions.
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
