import BertStorage

extension TokenizerLoader {
  /// The steps of the `pre_tokenizer` section, with sequences flattened; none where there is no section.
  static func preTokenizers(_ value: JSONValue?, file: String) throws(TokenizerError) -> [any PreTokenizer] {
    guard let value else { return [] }
    let section = "pre_tokenizer"
    let type = try type(value, section: section, file: file)
    switch type {
    case "BertPreTokenizer": return ScalarSplit.bert.steps
    case "Whitespace": return [WordSplit()]
    case "WhitespaceSplit": return [ScalarSplit(kind: .whitespace, behavior: .removed)]
    case "Punctuation":
      return [ScalarSplit(kind: .punctuation, behavior: try behavior(value, default: .isolated, file: file))]
    case "Digits":
      let isIndividual = try flag(value, "individual_digits", section, default: false, file: file)
      return [ScalarSplit(kind: .digit, behavior: isIndividual ? .isolated : .contiguous)]
    case "CharDelimiterSplit":
      let delimiter = try scalars(value["delimiter"], "\(section).delimiter", file: file)
      guard delimiter.count == 1 else {
        throw .invalidField(file: file, field: "\(section).delimiter", reason: "one character was expected")
      }
      return [ScalarSplit(kind: .scalar(delimiter[0]), behavior: .removed)]
    case "Split":
      return [
        PatternSplit(
          pattern: try pattern(value["pattern"], "\(section).pattern", file: file),
          behavior: try behavior(value, default: nil, file: file),
          isInverted: try flag(value, "invert", section, default: false, file: file))
      ]
    case "ByteLevel":
      return [
        ByteLevel(
          addsPrefixSpace: try flag(value, "add_prefix_space", section, file: file),
          usesExpression: try flag(value, "use_regex", section, default: true, file: file))
      ]
    case "Metaspace": return [try metaspace(value, file: file)]
    case "UnicodeScripts": return [ScriptSplit()]
    case "FixedLength":
      guard let length = value["length"].map(\.integer) ?? 5, length > 0 else {
        throw .invalidField(file: file, field: "\(section).length", reason: "must be 1 or more")
      }
      return [FixedLengthSplit(length: length)]
    case "Sequence":
      guard let elements = value["pretokenizers"]?.elements else {
        throw .invalidField(file: file, field: "\(section).pretokenizers", reason: "a list was expected")
      }
      var steps: [any PreTokenizer] = []
      for element in elements { steps += try preTokenizers(element, file: file) }
      return steps
    default:
      throw .unsupportedComponent(file: file, section: section, type: type)
    }
  }

  private static func behavior(
    _ value: JSONValue, default: SplitBehavior?, file: String
  ) throws(TokenizerError) -> SplitBehavior {
    if value["behavior"] == nil, let `default` { return `default` }
    guard let behavior = SplitBehavior(rawValue: value["behavior"]?.string ?? "") else {
      throw .invalidField(
        file: file, field: "pre_tokenizer.behavior",
        reason: "\(value["behavior"]?.string ?? "nothing") is not known")
    }
    return behavior
  }

  /// Old files have `add_prefix_space`, new ones `prepend_scheme`.
  private static func metaspace(_ value: JSONValue, file: String) throws(TokenizerError) -> Metaspace {
    let section = "pre_tokenizer"
    guard let replacement = value["replacement"]?.string, replacement.unicodeScalars.count == 1 else {
      throw .invalidField(file: file, field: "\(section).replacement", reason: "one character was expected")
    }
    var scheme = Metaspace.PrependScheme.always
    if let name = value["prepend_scheme"] {
      guard let known = Metaspace.PrependScheme(rawValue: name.string ?? "") else {
        throw .invalidField(
          file: file, field: "\(section).prepend_scheme", reason: "always, never or first was expected")
      }
      scheme = known
    }
    if try !flag(value, "add_prefix_space", section, default: true, file: file) {
      guard scheme == .never || value["prepend_scheme"] == nil else {
        throw .invalidField(
          file: file, field: "\(section).add_prefix_space", reason: "it contradicts prepend_scheme")
      }
      scheme = .never
    }
    return Metaspace(
      replacement: Array(replacement.utf8), prependScheme: scheme,
      splits: try flag(value, "split", section, default: true, file: file))
  }
}
