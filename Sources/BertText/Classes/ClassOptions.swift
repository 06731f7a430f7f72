import BertStorage

/// The options of a tokenizer's class, as `tokenizer_config.json` sets them.
struct ClassOptions {
  /// `nil` where there is no such file: every option has its default.
  let document: JSONValue?
  /// The file's name, for errors.
  let file: String
  /// Whether `tokenizer.json` lies beside it, whose own pipeline the class does not follow.
  let overridesFile: Bool

  /// A switch; `null` is no statement.
  /// - Throws: `invalidField` where it is neither true nor false.
  func flag(_ name: String, default value: Bool) throws(TokenizerError) -> Bool {
    try optionalFlag(name) ?? value
  }

  /// A switch that may be left to another one.
  func optionalFlag(_ name: String) throws(TokenizerError) -> Bool? {
    guard let value = document?[name] else { return nil }
    guard let flag = value.bool else {
      throw .invalidField(file: file, field: "\(name)", reason: "true or false was expected")
    }
    return flag
  }

  /// A number of things.
  func count(_ name: String, default value: Int, greatest: Int) throws(TokenizerError) -> Int {
    guard let found = document?[name] else { return value }
    guard let count = found.integer, count >= 0, count <= greatest else {
      throw .invalidField(file: file, field: "\(name)", reason: "a number from 0 to \(greatest) was expected")
    }
    return count
  }

  /// What a class does, and whether the file or the class says so.
  func decision(_ subject: String, _ value: String, by name: String, _ className: String)
    -> PretrainedTokenizer.Decision
  {
    let source = document?[name] != nil ? "\(name) of tokenizer_config.json" : "\(className)'s default"
    return PretrainedTokenizer.Decision(
      subject: subject, value: value,
      reason: source + (overridesFile ? " over tokenizer.json" : ""))
  }
}
