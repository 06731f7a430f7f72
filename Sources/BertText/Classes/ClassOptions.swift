import BertStorage

/// The options of a tokenizer class that `tokenizer_config.json` sets.
struct ClassOptions {
  /// The content of the file; `nil` where it does not exist, and every option has its default.
  let document: JSONValue?
  /// The file's name, for errors.
  let file: String
  /// Whether there is a `tokenizer.json`, whose pipeline the class replaces.
  let overridesFile: Bool

  /// A boolean option; `null` counts as missing.
  /// - Throws: `invalidField` where it is neither true nor false.
  func flag(_ name: String, default value: Bool) throws(TokenizerError) -> Bool {
    try optionalFlag(name) ?? value
  }

  /// A boolean option without a default.
  /// - Throws: `invalidField` where it is neither true nor false.
  func optionalFlag(_ name: String) throws(TokenizerError) -> Bool? {
    guard let value = document?[name] else { return nil }
    guard let flag = value.bool else {
      throw .invalidField(file: file, field: "\(name)", reason: "true or false was expected")
    }
    return flag
  }

  /// A count.
  /// - Throws: `invalidField` where it is not a whole number from 0 to `greatest`.
  func count(_ name: String, default value: Int, greatest: Int) throws(TokenizerError) -> Int {
    guard let found = document?[name] else { return value }
    guard let count = found.integer, count >= 0, count <= greatest else {
      throw .invalidField(file: file, field: "\(name)", reason: "a number from 0 to \(greatest) was expected")
    }
    return count
  }

  /// A decision for the report, whose reason is the option in the file or the class's default.
  func decision(_ subject: String, _ value: String, by name: String, _ className: String)
    -> PretrainedTokenizer.Decision
  {
    let source = document?[name] != nil ? "\(name) of tokenizer_config.json" : "\(className)'s default"
    return PretrainedTokenizer.Decision(
      subject: subject, value: value,
      reason: source + (overridesFile ? " over tokenizer.json" : ""))
  }
}
