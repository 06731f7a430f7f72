/// Something that was decided about a model's directory, and by what.
public struct ModelFinding: Sendable, Equatable {
  /// What was decided, such as `lower case`.
  public let subject: String
  /// What it is, such as `yes`.
  public let value: String
  /// By what, such as `tokenizer_config.json over tokenizer.json`.
  public let reason: String

  init(_ subject: String, _ value: String, _ reason: String) {
    self.subject = subject
    self.value = value
    self.reason = reason
  }
}
