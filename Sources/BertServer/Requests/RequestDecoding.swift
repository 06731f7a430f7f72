import Foundation

/// Decodes the body of a request.
enum RequestDecoding {
  /// - Throws: `invalid_json` for bytes that are not JSON, `invalid_field` and `missing_field` for JSON of another
  ///   shape.
  static func decode<Value: Decodable>(_ type: Value.Type, from bytes: Data) throws(ServerError) -> Value {
    guard String(data: bytes, encoding: .utf8) != nil else {
      throw .badRequest("invalid_json", "the body is not UTF-8")
    }
    do {
      return try JSONDecoder().decode(type, from: bytes)
    } catch let error as DecodingError {
      throw failure(error)
    } catch {
      throw .badRequest("invalid_json", "the body is not JSON")
    }
  }

  private static func failure(_ error: DecodingError) -> ServerError {
    switch error {
    case .keyNotFound(let key, let context):
      .badRequest(
        "missing_field", "the field '\(path(context.codingPath + [key]))' is missing", index: index(context.codingPath))
    case .typeMismatch(_, let context) where context.codingPath.isEmpty,
      .valueNotFound(_, let context) where context.codingPath.isEmpty:
      .badRequest("invalid_json", "the body must be a JSON object")
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      .badRequest("invalid_json", "the body is not JSON")
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      .badRequest(
        "invalid_field", "the field '\(path(context.codingPath))' has a wrong value: \(complaint(context.codingPath))",
        index: index(context.codingPath))
    @unknown default:
      .badRequest("invalid_json", "the body cannot be read")
    }
  }

  /// The place of an error, such as `input[3].pair`.
  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce("") { path, key in
      key.intValue.map { "\(path)[\($0)]" } ?? (path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)")
    }
  }

  /// The index of the wrong text or row in the list; nil outside lists.
  private static func index(_ keys: [any CodingKey]) -> Int? { keys.lazy.compactMap(\.intValue).first }

  /// What the field must be. Foundation's descriptions name types of Swift, so they are not used.
  private static func complaint(_ keys: [any CodingKey]) -> String {
    switch keys.last(where: { $0.intValue == nil })?.stringValue {
    case "input":
      keys.count == 1
        ? "it is a text, or a list of texts or of pairs of texts"
        : "it is a text, or a pair of texts where the model reads pairs"
    case "inputs": "it is a text, or a list as the route has it"
    case "texts", "sentences": keys.last?.intValue == nil ? "it is a list of texts" : "it is a text"
    case "text", "pair", "query", "source_sentence", "prompt_name", "model": "it is a text"
    case "encoding_format": "it is float or base64"
    case "truncate", "normalize", "raw_scores", "return_text": "it is true or false"
    case "truncation_direction": "it is left or right"
    case "function_to_apply": "it is softmax, sigmoid or none"
    case "parameters": "it is an object"
    default: "it is a whole number"
    }
  }
}
