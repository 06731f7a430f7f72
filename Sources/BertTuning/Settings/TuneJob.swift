public import BertData

/// Everything that a search among settings needs.
public struct TuneJob: Sendable {
  /// The rows, the encoder, what all settings have in common, and the directory of the results: `tune.json`,
  /// `report.html` and the bundle `best`. The epochs are the usual ones of so many rows.
  public var training: TrainingJob
  /// What the method `setfit` has in common.
  public var pairs = TrainingOptions.ofPairs
  /// The methods among the settings.
  public var methods: [TrainingMethod]
  /// Settings with steps at the most; nil takes ``usualTrials``, or with a limit of time as many as fit.
  public var trials: Int?
  /// Seconds that search and training may take together; nil for no limit.
  public var timeLimit: Double?
  /// Passes that all settings have; nil searches.
  public var epochs: Int?
  /// The rate that all settings have; nil searches.
  public var learningRate: Double?
  /// The length that all settings have; nil searches.
  public var maxLength: Int?
  /// The command that trains by a setting alone, as a line of the shell.
  public var command: @Sendable (TrainingSetting) -> String?

  /// A job of its parts.
  public init(
    _ training: TrainingJob, methods: [TrainingMethod],
    command: @escaping @Sendable (TrainingSetting) -> String? = { _ in nil }
  ) {
    self.training = training
    self.methods = methods
    self.command = command
  }

  /// The methods that a search may have.
  public static let methods = SettingSpace.known
  /// Settings with steps without a limit of time.
  public static let usualTrials = 9
  /// Settings with steps at the most where the time decides.
  public static let mostTrials = 27
  /// The bundle's name in the directory.
  public static let bundleName = "best"

  /// The methods that are taken unless others are named: SetFit where texts are few, as its trainings take long.
  public static func usualMethods(_ data: TrainingData) -> [TrainingMethod] {
    let rule = MethodRule(counts: data.counts)
    return methods.filter { rule.objection(to: $0) == nil }
  }
}

/// What happens in a search.
public enum TuneEvent: Sendable {
  /// What is about to be tried.
  case planned(TuneRecord)
  /// Settings were tried before and are kept: parts of the rows that they answered.
  case resumed(parts: Int)
  /// A rung begins, from 1, with so many settings and parts.
  case rung(Int, settings: Int, parts: Int)
  /// A setting learns without one of the parts, counted from 1.
  case part(TuneTrial, Int, of: Int)
  /// A setting was judged on the parts of a rung.
  case judged(TuneTrial)
  /// The decision.
  case decided(TuneRecord)
  /// What the trainings say.
  case training(TrainingEvent)
  /// What is about to be trained in the end, as lines for people.
  case simple([String])
}
