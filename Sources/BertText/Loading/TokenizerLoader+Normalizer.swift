import BertStorage
import Foundation

extension TokenizerLoader {
  /// The `normalizer` section; `nil` where there is none.
  static func normalizer(_ value: JSONValue?, file: String) throws(TokenizerError) -> (any Normalizer)? {
    guard let value else { return nil }
    let section = "normalizer"
    // Only a sequence may lack a type.
    let isUntyped = value["type"] == nil && value["normalizers"] != nil
    let type = isUntyped ? "Sequence" : try type(value, section: section, file: file)
    switch type {
    case "BertNormalizer": return try bertNormalizer(value, file: file)
    case "NFC": return UnicodeForm.canonicalComposition
    case "NFD": return UnicodeForm.canonicalDecomposition
    case "NFKC": return UnicodeForm.compatibilityComposition
    case "NFKD": return UnicodeForm.compatibilityDecomposition
    case "StripAccents": return StripAccents()
    case "Lowercase": return Lowercase()
    case "Nmt": return Nmt()
    case "ByteLevel": return ByteLevelNormalizer()
    case "Strip":
      return Strip(
        left: try flag(value, "strip_left", section, file: file),
        right: try flag(value, "strip_right", section, file: file))
    case "Prepend":
      return Prepend(scalars: try scalars(value["prepend"], "\(section).prepend", file: file))
    case "Replace":
      return Replace(
        pattern: try pattern(value["pattern"], "\(section).pattern", file: file),
        content: try scalars(value["content"], "\(section).content", file: file))
    case "Precompiled":
      guard let encoded = value["precompiled_charsmap"]?.bytes, let map = Data(base64Encoded: Data(encoded)),
        let precompiled = Precompiled([UInt8](map))
      else {
        throw .invalidField(
          file: file, field: "\(section).precompiled_charsmap", reason: "not a SentencePiece map in base64")
      }
      return precompiled
    case "Sequence":
      guard let elements = value["normalizers"]?.elements else {
        throw .invalidField(file: file, field: "\(section).normalizers", reason: "a list was expected")
      }
      var steps: [any Normalizer] = []
      for element in elements { if let step = try normalizer(element, file: file) { steps.append(step) } }
      return steps.count == 1 ? steps[0] : NormalizerSequence(steps: steps)
    default:
      throw .unsupportedComponent(file: file, section: section, type: type)
    }
  }

  private static func bertNormalizer(_ value: JSONValue, file: String) throws(TokenizerError) -> BertNormalizer {
    var stripAccents: Bool?
    if value["strip_accents"] != nil { stripAccents = try flag(value, "strip_accents", "normalizer", file: file) }
    return BertNormalizer(
      cleanText: try flag(value, "clean_text", "normalizer", file: file),
      handleChineseChars: try flag(value, "handle_chinese_chars", "normalizer", file: file),
      stripAccents: stripAccents, lowercase: try flag(value, "lowercase", "normalizer", file: file))
  }

  static func scalars(_ value: JSONValue?, _ field: String, file: String) throws(TokenizerError) -> [UInt32] {
    guard let string = value?.string else {
      throw .invalidField(file: file, field: field, reason: "a string was expected")
    }
    return string.unicodeScalars.map(\.value)
  }

  /// `{"String": " "}` or `{"Regex": "\\s+"}`.
  static func pattern(_ value: JSONValue?, _ field: String, file: String) throws(TokenizerError) -> TextPattern {
    if let literal = value?["String"]?.bytes {
      // In the reference an empty string matches at every place.
      guard !literal.isEmpty else { throw .invalidField(file: file, field: field, reason: "the string is empty") }
      return .literal(literal)
    }
    guard let source = value?["Regex"]?.bytes else {
      throw .invalidField(file: file, field: field, reason: "\"String\" or \"Regex\" was expected")
    }
    guard let pattern = TextPattern(expression: source) else {
      throw .invalidField(
        file: file, field: field,
        reason: "\"\(String(decoding: source, as: UTF8.self))\" is not a regular expression that can be used here")
    }
    return pattern
  }
}

extension BertNormalizer {
  /// Leaves every text as it is.
  static let none = BertNormalizer(
    cleanText: false, handleChineseChars: false, stripAccents: false, lowercase: false)
}
