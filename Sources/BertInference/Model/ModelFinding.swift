/// One property of a model's directory, and the file that decided it.
public struct ModelFinding: Sendable, Equatable {
  /// The property, such as `lower case`.
  public let subject: String
  /// Its value, such as `yes`.
  public let value: String
  /// What decided it, such as `tokenizer_config.json over tokenizer.json`.
  public let reason: String

  init(_ subject: String, _ value: String, _ reason: String) {
    self.subject = subject
    self.value = value
    self.reason = reason
  }
}
