import BertData
import BertStorage

/// The body of an answer that is an error.
enum ErrorBody {
  /// `{"error":{"code":…,"message":…}}`
  static func json(_ error: ServerError) -> String {
    JSONValue.object([("error", ["code": .string(error.code), "message": .string(error.message)])]).line
  }
}
