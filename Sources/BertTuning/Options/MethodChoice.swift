public import BertData

/// The method of a run and why.
public struct MethodChoice: Sendable, Codable, Equatable {
  /// The method, never `auto`.
  public let method: TrainingMethod
  /// The reason, as a phrase for people.
  public let reason: String

  /// Takes a method and why it was chosen.
  init(method: TrainingMethod, reason: String) {
    self.method = method
    self.reason = reason
  }

  /// The method that was asked for.
  init(asked method: TrainingMethod) { self.init(method: method, reason: "as asked") }

  /// Chooses for a request and the rows of a run. Of the methods for one label a text, `auto` decides by trials, which
  /// an ``AutomaticSession`` makes; the other tasks are learnt by fine-tuning.
  ///
  /// - Throws: `option` for `auto` and one label a text.
  init(requested: TrainingMethod, _ data: TrainingData) throws(TuningError) {
    guard requested == .auto else {
      self.init(asked: requested)
      return
    }
    let reason =
      switch data.problem {
      case .singleLabel:
        throw .option(
          name: "method", value: requested.rawValue,
          rule: "is decided by trials, which an AutomaticSession makes; run that, or name a method")
      case .multiLabel: "several labels are learnt by fine-tuning"
      case .regression: "a number is learnt by fine-tuning"
      case nil: "several questions are learnt by fine-tuning"
      }
    self.init(method: .finetune, reason: reason)
  }

  /// Chooses for labels of tokens, where `auto` is fine-tuning.
  init(ofTokens requested: TrainingMethod) {
    self.init(
      method: requested == .auto ? .finetune : requested,
      reason: requested == .auto ? "labels of tokens are learnt by fine-tuning" : "as asked")
  }
}
