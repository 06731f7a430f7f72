/// How well one label is predicted. A quotient with the denominator 0 is 0, as with scikit-learn's `zero_division=0`.
public struct ClassMetrics: Sendable, Equatable, Codable {
  /// Of the rows predicted to have the label, the share that have it.
  public let precision: Double
  /// Of the rows that have the label, the share predicted to.
  public let recall: Double
  /// The harmonic mean of both.
  public let f1: Double
  /// Rows that have the label.
  public let support: Int

  init(correct: Int, predicted: Int, support: Int) {
    func quotient(_ part: Int, _ whole: Int) -> Double { whole > 0 ? Double(part) / Double(whole) : 0 }
    precision = quotient(correct, predicted)
    recall = quotient(correct, support)
    f1 = quotient(2 * correct, predicted + support)
    self.support = support
  }
}
