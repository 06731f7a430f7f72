public import BertStorage

/// Two models of one server have the same name, so requests could not choose between them.
public struct ModelNameError: Error, Sendable, CustomStringConvertible {
  /// The name.
  public let name: String

  /// One line: what is wrong and what to do next.
  public var description: String { wording.plain }
}

extension ModelNameError: Worded {
  package var wording: Wording {
    "two models are called '\(name)'; give each another name\(command: " with \(option: "name"), once for each model")"
  }
}

extension ModelNameError: CodedError {
  /// The class of the error.
  public var code: ErrorCode { .usage }
}
