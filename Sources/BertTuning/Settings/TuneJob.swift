public import BertData

/// Everything that a search among settings needs.
public struct TuneJob: Sendable {
  /// The rows, the encoder, what all settings have in common, and the directory of the results: `tune.json`,
  /// `report.html` and the bundle `best`. Its epochs are the default for the number of rows.
  public var training: TrainingJob
  /// The options that all settings of the method `setfit` have in common.
  public var pairs = TrainingOptions.ofPairs
  /// The methods among the settings.
  public var methods: [TrainingMethod]
  /// The most settings with steps; nil takes ``usualTrials``, or with a time limit as many as fit.
  public var trials: Int?
  /// Seconds that search and training may take together; nil for no limit.
  public var timeLimit: Double?
  /// The epochs that all settings have; nil searches.
  public var epochs: Int?
  /// The rate that all settings have; nil searches.
  public var learningRate: Double?
  /// The length that all settings have; nil searches.
  public var maxLength: Int?
  /// The command that trains with a setting alone, as a line of the shell.
  public var command: @Sendable (TrainingSetting) -> String?

  /// Takes what every search needs.
  ///
  /// - Parameters:
  ///   - training: The rows, the encoder and the directory of the results.
  ///   - methods: The methods among the settings.
  ///   - command: The command that trains with a setting alone, as a line of the shell.
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
  /// The settings with steps where there is no time limit.
  public static let usualTrials = 9
  /// The most settings with steps where the time limit decides.
  public static let mostTrials = 27
  /// The bundle's name in the directory.
  public static let bundleName = "best"

  /// The default methods for some rows: SetFit only where texts are few, because its trainings take long.
  ///
  /// - Parameter data: The rows.
  public static func usualMethods(_ data: TrainingData) -> [TrainingMethod] {
    let rule = MethodRule(counts: data.counts)
    return methods.filter { rule.objection(to: $0) == nil }
  }
}

/// What happens in a search.
public enum TuneEvent: Sendable {
  /// What is about to be tried.
  case planned(TuneRecord)
  /// The trials of an earlier run are kept; the number of parts that they were judged on.
  case resumed(parts: Int)
  /// A rung begins, from 1, with this many settings and parts.
  case rung(Int, settings: Int, parts: Int)
  /// A setting is trained without one of the parts, counted from 1.
  case part(TuneTrial, Int, of: Int)
  /// A setting was judged on the parts of a rung.
  case judged(TuneTrial)
  /// The decision.
  case decided(TuneRecord)
  /// An event of one of the trainings.
  case training(TrainingEvent)
  /// The plan of a final training without an encoder, as lines for people.
  case simple([String])
}
