import BertData
import BertStorage
import HTTPTypes

/// The body of an error response.
enum ErrorBody {
  /// `{"error":{"code":…,"message":…,"index":…}}`
  static func json(_ error: ServerError) -> String {
    JSONValue.object([("error", .object(members(error, message: "message")))]).line
  }

  /// `{"error":…,"error_type":…,"code":…,"index":…}`: the members of text-embeddings-inference, then `code` and
  /// `index`.
  static func tei(_ error: ServerError) -> String {
    var members = members(error, message: "error")
    members.swapAt(0, 1)
    members.insert(("error_type", .string(error.tei.type)), at: 1)
    return JSONValue.object(members).line
  }

  private static func members(_ error: ServerError, message: String) -> [(String, JSONValue)] {
    [("code", .string(error.code)), (message, .string(error.message))]
      + (error.index.map { [("index", .integer($0))] } ?? [])
  }
}
