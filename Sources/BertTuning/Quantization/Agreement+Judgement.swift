package import BertData
package import BertInference

extension Agreement.Accuracy {
  private static let level = 0.05

  /// Whether the texts that only one of the two has right are split by chance.
  package var test: McNemar { McNemar(onlyFirst: onlyExact, onlySecond: onlyQuantized) }

  /// Whether int8 is less accurate by more than chance.
  var isLess: Bool { onlyExact > onlyQuantized && test.probability < Self.level }
}

extension Agreement {
  /// The 95 % interval of ``sameLabel`` where that is a share of the texts.
  ///
  /// - Parameter answer: What the model says about a text.
  package func interval(_ answer: QuantizedAnswer) -> ConfidenceInterval? {
    guard case .question(_, let rule) = answer, rule.problem == .singleLabel, let sameLabel else { return nil }
    return ConfidenceInterval(share: sameLabel, rows: rows)
  }

  /// Whether the texts leave it possible that the agreement is what is wanted, and int8 is not less accurate by more than
  /// chance. A share of texts has an interval; other figures stand for themselves.
  ///
  /// - Parameter minimum: The agreement that is wanted; 0 takes any.
  package func suffices(_ minimum: Double, _ answer: QuantizedAnswer) -> Bool {
    if minimum > 0, accuracy?.isLess == true { return false }
    return (interval(answer)?.high ?? decisive) >= minimum
  }
}
