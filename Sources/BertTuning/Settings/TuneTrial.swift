import BertData

/// A setting and what a search found out about it.
public struct TuneTrial: Sendable, Codable, Equatable {
  /// The outcome of a setting.
  public enum Outcome: String, Sendable, Codable {
    /// It is not yet tried, or not yet to the end.
    case open
    /// It was not among the best third of a rung.
    case dropped
    /// It cannot learn these rows, or its loss was no longer a number.
    case failed
    /// The time was too short.
    case untried
    /// It was judged to the end, and another is taken.
    case passed
    /// It is taken.
    case taken
  }

  /// Its predictions for a part of the rows.
  public struct Part: Sendable, Codable, Equatable {
    /// The label of each row, as a number.
    public var labels: [Int]
    /// Seconds that training and predicting took.
    public var seconds: Double
  }

  /// From 1.
  public var number: Int
  /// The setting.
  public var setting: TrainingSetting
  /// The peak rate, the usual one of the encoder included; nil without steps.
  public var learningRate: Double?
  /// The cost in tokens through the encoder, forward and backward, which decides between equally good settings.
  public var cost: Double
  /// Seconds that were forecast for a part.
  public var partSeconds: Double
  /// Seconds that were forecast for training on all rows.
  public var trainingSeconds: Double
  /// The command that trains with this setting alone, as a line of the shell.
  public var command: String?
  /// The parts that are judged.
  public var parts: [Part] = []
  /// The deciding figure over all judged parts; nil where none is.
  public var score: Double?
  /// Its standard error.
  public var standardError: Double?
  /// The figure at the end of each rung that it was judged on.
  public var rungs: [Double] = []
  /// Whether every text got the same label.
  public var isStuck = false
  /// Its outcome.
  public var outcome = Outcome.open
  /// Why, as a phrase for people.
  public var reason: String?

  /// A trial that is not yet judged.
  package init(
    number: Int, setting: TrainingSetting, learningRate: Double?, cost: Double, partSeconds: Double,
    trainingSeconds: Double, command: String? = nil
  ) {
    self.number = number
    self.setting = setting
    self.learningRate = learningRate
    self.cost = cost
    self.partSeconds = partSeconds
    self.trainingSeconds = trainingSeconds
    self.command = command
  }

  private enum CodingKeys: String, CodingKey {
    case number, setting, cost, command, parts, score, rungs, outcome, reason
    case learningRate = "learning_rate"
    case partSeconds = "expected_part_seconds"
    case trainingSeconds = "expected_training_seconds"
    case standardError = "standard_error"
    case isStuck = "one_label_only"
  }

  /// Seconds of its trainings.
  public var seconds: Double { parts.reduce(0) { $0 + $1.seconds } }

  /// The number of rows that judged it.
  public var rows: Int { parts.reduce(0) { $0 + $1.labels.count } }

  /// The figure with its standard error, `0.604 ± 0.071`; nil where it was not judged.
  public var figure: String? {
    guard let score, let standardError else { return nil }
    return "\(Figures.fixed(score, 3)) ± \(Figures.fixed(standardError, 3))"
  }

  /// Its result, as a line for people.
  public var line: String {
    let judged = figure.map { "\($0) on \(Figures.count(rows, "held row")), \(Figures.roughDuration(seconds))" }
    return "\(number) \(setting.title): \([judged, reason].compactMap { $0 }.joined(separator: "; "))"
  }
}
