public import BertData

/// The result of trying a method for `auto`, or why it was not tried.
public struct MethodTrial: Sendable, Codable, Equatable {
  /// The method.
  public let method: TrainingMethod
  /// The share of ``rows`` that is predicted correctly by models that did not learn from them; nil where it was not
  /// tried.
  public let accuracy: Double?
  /// The standard error of ``accuracy``.
  public let standardError: Double?
  /// Rows that judged it.
  public let rows: Int
  /// The number of parts that these rows come from.
  public let parts: Int
  /// Seconds that the trial took.
  public let seconds: Double
  /// Seconds that were forecast for these parts.
  public let expectedSeconds: Double
  /// Why it was tried and what followed, or why it was not, as a phrase for people.
  public let reason: String

  init(
    _ method: TrainingMethod, _ evidence: MethodEvidence, seconds: Double, expectedSeconds: Double, reason: String
  ) {
    self.method = method
    accuracy = evidence.rows > 0 ? evidence.accuracy : nil
    standardError = evidence.rows > 0 ? evidence.standardError : nil
    rows = evidence.rows
    parts = evidence.parts.count
    self.seconds = seconds
    self.expectedSeconds = expectedSeconds
    self.reason = reason
  }

  private enum CodingKeys: String, CodingKey {
    case method, accuracy, rows, parts, seconds, reason
    case standardError = "standard_error"
    case expectedSeconds = "expected_seconds"
  }

  /// The accuracy with its standard error, `0.604 ± 0.071`; nil where it was not tried.
  public var figure: String? {
    guard let accuracy, let standardError else { return nil }
    return "\(Figures.fixed(accuracy, 3)) ± \(Figures.fixed(standardError, 3))"
  }

  /// The result, as a line for people.
  public var line: String {
    guard let figure else { return "\(method.rawValue) was not tried: \(reason)" }
    return "\(method.rawValue): accuracy \(figure) on \(Figures.count(rows, "held row")), "
      + "\(Figures.roughDuration(seconds)) (forecast \(Figures.roughDuration(expectedSeconds))); \(reason)"
  }
}

/// The time that a method is expected to take.
public struct MethodForecast: Sendable, Equatable {
  /// The method.
  public let method: TrainingMethod
  /// Seconds to learn from the rows of one part's trial, and to judge the part.
  public let partSeconds: Double
  /// Parts that its trial takes at the most; 0 where it is not tried.
  public let parts: Int
  /// Seconds of the training on all rows.
  public let trainingSeconds: Double

  /// - Parameters:
  ///   - method: The method.
  ///   - partSeconds: Seconds to learn from the rows of one part's trial, and to judge the part.
  ///   - parts: Parts that its trial takes at the most; 0 where it is not tried.
  ///   - trainingSeconds: Seconds of the training on all rows.
  package init(_ method: TrainingMethod, partSeconds: Double, parts: Int, trainingSeconds: Double) {
    self.method = method
    self.partSeconds = partSeconds
    self.parts = parts
    self.trainingSeconds = trainingSeconds
  }

  /// Seconds of its trial at the most.
  public var trialSeconds: Double { Double(parts) * partSeconds }
}
