/// Which held-out rows a method predicts correctly, by the parts of cross-validation.
package struct MethodEvidence: Sendable, Equatable {
  /// Whether each row of a part is predicted correctly; the parts judged so far, in order.
  package var parts: [[Bool]]

  /// - Parameter parts: Whether each row of each part is predicted correctly.
  package init(_ parts: [[Bool]] = []) { self.parts = parts }

  /// Rows judged.
  package var rows: Int { parts.reduce(0) { $0 + $1.count } }

  /// Rows predicted wrongly.
  package var errors: Int { parts.reduce(0) { $0 + $1.count { !$0 } } }

  /// The share of the rows that is predicted correctly; 0 without rows.
  package var accuracy: Double { rows > 0 ? Double(rows - errors) / Double(rows) : 0 }

  /// The binomial standard error of the accuracy; 0 without rows.
  package var standardError: Double { rows > 0 ? (accuracy * (1 - accuracy) / Double(rows)).squareRoot() : 0 }

  /// How far this is ahead of another on the rows that both have judged.
  package func lead(over other: MethodEvidence) -> MethodLead {
    let gains = zip(parts, other.parts).flatMap { own, others in
      zip(own, others).map { Double(($0 ? 1 : 0) - ($1 ? 1 : 0)) }
    }
    return MethodLead(gains)
  }
}

/// The difference of two accuracies on the same rows.
package struct MethodLead: Sendable, Equatable {
  /// The mean difference; below 0 where the other is ahead.
  package let mean: Double
  /// The standard error of the mean over the paired rows; infinite for fewer than two.
  package let standardError: Double
  /// Rows that both have judged.
  package let rows: Int

  /// Standard errors from which on a difference counts as more than chance: about the 95 % interval.
  static let clearErrors = 2.0

  /// The difference of another metric.
  init(mean: Double, standardError: Double, rows: Int) {
    self.mean = mean
    self.standardError = standardError
    self.rows = rows
  }

  /// - Parameter gains: For each row, 1 where only this method is right, −1 where only the other is, 0 otherwise.
  init(_ gains: [Double]) {
    rows = gains.count
    let mean = gains.reduce(0, +) / Double(max(1, gains.count))
    self.mean = mean
    let squares = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardError =
      gains.count > 1 ? (squares / Double(gains.count - 1) / Double(gains.count)).squareRoot() : .infinity
  }

  /// Whether it is beyond chance, so that more rows would hardly change its sign.
  package var isClear: Bool { abs(mean) > Self.clearErrors * standardError }

  /// Whether it is more than one standard error.
  package var isBeyondOneError: Bool { mean > standardError }
}
