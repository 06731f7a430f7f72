package import BertStorage
import Foundation

/// Errors of a `config.json` that cannot be decoded.
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

  /// The first number that Python writes but JSON does not allow, and the field before it.
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
  /// The architecture whose classes in transformers have names like this one.
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
  /// Fields for which transformers' classes accept 2.0 but not the integer 2; see `JSONFile.write(typed:to:)`.
  private static let numbersWithPoints = [
    "initializer_range", "initializer_cutoff_factor", "layer_norm_eps", "norm_eps", "rms_norm_eps",
  ]

  /// The document that this configuration was read from, in the form that transformers' own classes read. Only
  /// documents of a model's own code change their form.
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
