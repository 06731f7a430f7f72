public import BertData

/// The method that `auto` chose, and the trials behind the choice.
public struct MethodSelection: Sendable, Codable, Equatable {
  /// The method and why.
  public let choice: MethodChoice
  /// A trial for each method, from the cheapest up; also for those that were not tried.
  public let trials: [MethodTrial]
  /// Training rows that the trials were made on; fewer than all where a sample tells enough.
  public let rows: Int
  /// Seconds that the whole run was to take at the most; nil without a limit.
  public let timeLimit: Double?
  /// Seconds of the trials.
  public let seconds: Double
  /// Seconds that were forecast for the trials that were made.
  public let expectedSeconds: Double
  /// The advice to consider a model without an encoder; nil where it is not ahead.
  public let recommendation: String?

  private enum CodingKeys: String, CodingKey {
    case choice, trials, rows, seconds, recommendation
    case timeLimit = "time_limit"
    case expectedSeconds = "expected_seconds"
  }
}

/// What happens while `auto` tries methods.
public enum SelectionEvent: Sendable {
  /// The seconds that the candidates are expected to take, and the limit of the whole run in seconds; nil without one.
  case forecast([MethodForecast], timeLimit: Double?)
  /// A method learns without one of the parts, counted from 1.
  case part(TrainingMethod, Int, of: Int)
  /// A method has been tried, or will not be.
  case tried(MethodTrial)
  /// The decision.
  case selected(MethodSelection)
  /// The plan of the training where a model without an encoder was chosen, as lines for people.
  case simple([String])
}

extension MethodSelection {
  /// Further remarks, as sentences for people: the time of the trials beside its forecast, and ``recommendation``.
  public var remarks: [String] {
    guard !trials.isEmpty else { return [] }
    let time =
      "The trials on \(Figures.count(rows, "row")) took \(Figures.roughDuration(seconds)); "
      + "\(Figures.roughDuration(expectedSeconds)) were forecast for what was tried, without reading the encoder."
    return [time] + (recommendation.map { ["\($0)."] } ?? [])
  }
}
