import Foundation

/// From the bytes of a body to a request.
enum RequestDecoding {
  /// - Throws: `invalid_json` for what is no JSON, `invalid_field` for JSON of another shape.
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
    case .keyNotFound(let key, _):
      .badRequest("missing_field", "the field '\(key.stringValue)' is missing")
    case .typeMismatch(_, let context) where context.codingPath.isEmpty,
      .valueNotFound(_, let context) where context.codingPath.isEmpty:
      .badRequest("invalid_json", "the body must be a JSON object")
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      .badRequest("invalid_json", "the body is not JSON")
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      .badRequest("invalid_field", "the field '\(path(context))' has a wrong value: \(complaint(context))")
    @unknown default:
      .badRequest("invalid_json", "the body cannot be read")
    }
  }

  private static func path(_ context: DecodingError.Context) -> String {
    context.codingPath.map(\.stringValue).joined(separator: ".")
  }

  /// Our own wording where there is one; Foundation's names types of Swift.
  private static func complaint(_ context: DecodingError.Context) -> String {
    switch context.codingPath.first?.stringValue {
    case "input": "it is a text, or a list of texts or of pairs of texts"
    case "encoding_format": "it is float or base64"
    default: "it is a whole number"
    }
  }
}
