public import BertData

/// What `auto` decided for, and all that it rests on.
public struct MethodSelection: Sendable, Codable, Equatable {
  /// The method and why.
  public let choice: MethodChoice
  /// What was tried, from the cheapest up, and what was not.
  public let trials: [MethodTrial]
  /// Training rows that the trials were made on; fewer than all where a sample tells enough.
  public let rows: Int
  /// Seconds that the whole run was to take at the most; nil without a limit.
  public let timeLimit: Double?
  /// Seconds of the trials.
  public let seconds: Double
  /// Seconds that were forecast for what was tried.
  public let expectedSeconds: Double
  /// What speaks for a model without an encoder; nil where nothing does.
  public let recommendation: String?

  private enum CodingKeys: String, CodingKey {
    case choice, trials, rows, seconds, recommendation
    case timeLimit = "time_limit"
    case expectedSeconds = "expected_seconds"
  }
}

/// What happens while `auto` tries methods.
public enum SelectionEvent: Sendable {
  /// What the candidates are expected to take, and the limit of the whole run in seconds, where there is one.
  case forecast([MethodForecast], timeLimit: Double?)
  /// A method learns without one of the parts, counted from 1.
  case part(TrainingMethod, Int, of: Int)
  /// A method has been tried, or will not be.
  case tried(MethodTrial)
  /// The decision.
  case selected(MethodSelection)
  /// What is about to be done where the decision is for a model without an encoder, as lines for people.
  case simple([String])
}

extension MethodSelection {
  /// What else there is to say, as sentences for people: what the trials took beside their forecast, and what speaks
  /// for a simpler model.
  public var remarks: [String] {
    guard !trials.isEmpty else { return [] }
    let time =
      "The trials on \(Figures.count(rows, "row")) took \(Figures.roughDuration(seconds)); "
      + "\(Figures.roughDuration(expectedSeconds)) were forecast for what was tried, without reading the encoder."
    return [time] + (recommendation.map { ["\($0)."] } ?? [])
  }
}
