public import BertData

/// What `tune.json` holds: a search among settings, as far as it is done.
public struct TuneRecord: Sendable, Codable {
  /// The newest form that this program knows.
  static let format = 1

  /// What a search was started with; it can only be resumed with the same.
  public struct Setup: Sendable, Codable, Equatable {
    /// SHA-256 over labels, texts and their division.
    public var contentSha256: String
    /// SHA-256 of the encoder's weights; nil where none takes part.
    public var encoderSha256: String?
    /// The encoder's name.
    public var encoder: String?
    /// The labels, in order.
    public var labels: [String]
    /// Rows that settings are judged on, by parts, and that the final training learns from.
    public var trainingRows: Int
    /// Rows that choose the epoch of the final training; no setting is judged on them.
    public var validationRows: Int
    /// Rows that judge the bundle once.
    public var testRows: Int
    /// The methods among the settings.
    public var methods: [TrainingMethod]
    /// The most settings with steps; nil where the time limit decides.
    public var trials: Int?
    /// Seconds that search and training may take; nil for no limit.
    public var timeLimit: Double?
    /// The epochs that all settings have; nil where they are searched.
    public var epochs: Int?
    /// The rate that all settings have; nil where it is searched.
    public var learningRate: Double?
    /// The length that all settings have; nil where it is searched.
    public var maxLength: Int?
    /// What all settings have in common.
    public var options: TrainingOptions
    /// What all settings of the method `setfit` have in common.
    public var pairOptions: TrainingOptions

    private enum CodingKeys: String, CodingKey {
      case encoder, labels, methods, trials, epochs, options
      case contentSha256 = "content_sha256"
      case encoderSha256 = "encoder_sha256"
      case trainingRows = "training_rows"
      case validationRows = "validation_rows"
      case testRows = "test_rows"
      case timeLimit = "time_limit"
      case learningRate = "learning_rate"
      case maxLength = "max_length"
      case pairOptions = "pair_options"
    }
  }

  /// The figures of the bundle of the setting that was taken.
  public struct Final: Sendable, Codable, Equatable {
    /// On the validation rows, or by the cross-validation of so few rows.
    public var validation: TaskMetrics?
    /// On the test rows.
    public var test: TaskMetrics?
    /// Seconds of the training.
    public var seconds: Double
    /// The bundle's name in the directory.
    public var bundle: String
  }

  /// The form of this record.
  public var formatVersion = TuneRecord.format
  /// Program and version.
  public var createdWith: String
  /// What the search was started with.
  public var setup: Setup
  /// The labels of the rows of each part, as numbers.
  public var truth: [[Int]]
  /// Parts that are judged on each rung.
  public var rungs: [Int]
  /// The settings, in the order in which they were drawn.
  public var trials: [TuneTrial]
  /// Seconds of the search so far, in all runs.
  public var seconds = 0.0
  /// Whether the time ended the search before its last rung.
  public var isCut = false
  /// The number of the trial that is taken; nil before that is decided.
  public var chosen: Int?
  /// Why.
  public var reason: String?
  /// Remarks, as sentences for people.
  public var remarks: [String] = []
  /// The final bundle; nil until it is made.
  public var final: Final?

  private enum CodingKeys: String, CodingKey {
    case setup, truth, rungs, trials, seconds, chosen, reason, remarks, final
    case formatVersion = "format_version"
    case createdWith = "created_with"
    case isCut = "cut_by_time"
  }

  /// The metric that decides.
  public var metric: Metric { setup.options.metric }

  /// The most seconds that search and training are expected to take, by the mean over the settings.
  public var expectedSeconds: Double {
    let rule = HalvingRule(truth: truth, classes: setup.labels.count, metric: metric)
    let mean = trials.reduce(0) { $0 + $1.partSeconds } / Double(max(1, trials.count))
    return Double(rule.trainings(trials.count)) * mean + (trials.map(\.trainingSeconds).max() ?? 0)
  }

  /// The trial that is taken.
  public var taken: TuneTrial? { trials.first { $0.number == chosen } }

  /// The trials, those that were judged on more rows first and of these the better ones.
  public var ranked: [TuneTrial] {
    trials.sorted { left, right in
      if left.parts.count != right.parts.count { return left.parts.count > right.parts.count }
      if left.score != right.score { return (left.score ?? -1) > (right.score ?? -1) }
      return left.number < right.number
    }
  }
}

extension TuneRecord: ComparisonJournal {
  static var fileName: String { "tune.json" }
  static var title: String { "a search's record" }
  static var kept: String { "the finished trials are" }
}
