package import BertStorage
import Foundation

/// What is wrong with a `config.json` before its fields are looked at.
extension EncoderConfiguration {
  /// The error of a document that cannot be decoded.
  static func error(of data: Data, _ error: any Error) -> ModelError {
    if let error = error as? ModelError { return error }
    if let foreign = ForeignFile(contents: data) {
      return .configurationUnreadable("it is \(foreign.name); \(foreign.remedy)")
    }
    if let (field, value) = notFinite(data) {
      return .configurationInvalid(
        field: field, value: value, expected: "a number that JSON has, or null; write what is meant, or leave it out")
    }
    return .configurationUnreadable(reason(error))
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "it lacks \(key.stringValue)"
    case DecodingError.typeMismatch(let type, let context), DecodingError.valueNotFound(let type, let context):
      context.codingPath.isEmpty ? "it is not a JSON object" : "\(path(context)) must be \(words(for: type))"
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      "\(path(context)) must be \(context.debugDescription)"
    default: "it is not a JSON object"
    }
  }

  private static func path(_ context: DecodingError.Context) -> String {
    context.codingPath.map(\.stringValue).joined(separator: ".")
  }

  private static func words(for type: any Any.Type) -> String {
    switch type {
    case is Int.Type: "a whole number"
    case is Bool.Type: "true or false"
    case is String.Type: "text in quotes"
    case is any BinaryFloatingPoint.Type: "a number, not in quotes"
    default: "of another type"
    }
  }

  /// The first of the numbers that Python writes and JSON does not have, and the field before it.
  private static func notFinite(_ data: Data) -> (field: String, value: String)? {
    let bytes = Array(data)
    var field = "a field", text: Range<Int>?
    var at = 0
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""):
        let start = at + 1
        at = start
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
        text = start..<min(at, bytes.count)
      case UInt8(ascii: ":"):
        if let text { field = QuotedName(String(decoding: bytes[text], as: UTF8.self)).description }
      default:
        for value in ["NaN", "Infinity", "-Infinity"] where bytes[at...].starts(with: value.utf8) {
          return (field, value)
        }
      }
      at += 1
    }
    return nil
  }
}

extension Architecture {
  /// The architecture whose classes in transformers have names such as this one.
  init?(className: String) {
    let ending = "ForSequenceClassification"
    let found = Self.allCases.first { architecture in
      let stem = architecture.classifierClassName.dropLast(ending.count)
      return className.hasPrefix(stem)
        && ["For", "Model", "LMHead"].contains { className.dropFirst(stem.count).hasPrefix($0) }
    }
    guard let found else { return nil }
    self = found
  }
}

extension EncoderConfiguration {
  /// Fields of which transformers' classes take 2.0 and refuse 2; see `JSONFile.write(typed:to:)`.
  private static let numbersWithPoints = [
    "initializer_range", "initializer_cutoff_factor", "layer_norm_eps", "norm_eps", "rms_norm_eps",
  ]

  /// The document that this was read from in the form in which transformers' own classes read what is written: the same
  /// but for architectures that stand in some files under the names of a model's own code.
  package func written(_ document: JSONValue) -> JSONValue {
    var document = document
    architecture.traits.normalize(&document, self)
    document["model_type"] = .string(modelType)
    for name in Self.numbersWithPoints + architecture.traits.numbersWithPoints {
      if case .integer(let value)? = document[name] { document[name] = .double(Double(value)) }
    }
    return document
  }
}
