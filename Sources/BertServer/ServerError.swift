import BertStorage
import HTTPTypes

/// Why a request fails, as the client is told.
struct ServerError: Error, Sendable {
  let status: HTTPResponse.Status
  /// The error's name, for programs.
  let code: String
  /// What is wrong and what to do next, for people.
  let message: String
  /// The index of the wrong text or row in the request, from 0; nil where the error is not about one of them.
  var index: Int?
  /// Additional headers of the response.
  var headers: HTTPFields = [:]
  /// Whether the connection is closed after the response, because the rest of the request is not read.
  var closes = false

  init(_ status: HTTPResponse.Status, _ code: String, _ message: String, index: Int? = nil) {
    self.status = status
    self.code = code
    self.message = message
    self.index = index
  }

  static func badRequest(_ code: String, _ message: String, index: Int? = nil) -> ServerError {
    ServerError(.badRequest, code, message, index: index)
  }

  static let tokenIDsRefused = badRequest(
    "token_ids_refused",
    "input has token ids, and those of another tokenizer would get the vectors of other texts; send texts (LangChain: "
      + "OpenAIEmbeddings(check_embedding_ctx_length=False)); ids of this model's own vocabulary are accepted where the "
      + "service runs with the option token-ids")

  static let noClassifier = ServerError(
    .notFound, "no_classifier", "this model does not give a text one label, several labels or a number")

  static let noEncoder = ServerError(.notFound, "no_encoder", "this model has no encoder; see /v1/classify")

  static let notFound = ServerError(.notFound, "not_found", "there is nothing at this path; see / for the paths")

  static func methodNotAllowed(_ allowed: [HTTPRequest.Method]) -> ServerError {
    var error = ServerError(.methodNotAllowed, "method_not_allowed", "use \(allowed[0].rawValue)")
    error.headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
    return error
  }

  static var unauthorized: ServerError {
    var error = ServerError(.unauthorized, "unauthorized", "send the header Authorization: Bearer with the token")
    error.headers[.wwwAuthenticate] = "Bearer"
    return error
  }

  static func bodyTooLarge(_ limit: Int) -> ServerError {
    var error = ServerError(
      .contentTooLarge, "body_too_large",
      "the body may have at most \(Counted(limit, "byte")); send fewer texts at once")
    error.closes = true
    return error
  }

  static var bodyTooSlow: ServerError {
    var error = ServerError(.requestTimeout, "body_too_slow", "the body did not arrive in time")
    error.closes = true
    return error
  }

  static var timedOut: ServerError {
    unavailable("timed_out", "the answer was not ready in time; send fewer texts at once, or try again later")
  }

  static var overloaded: ServerError { unavailable("overloaded", "too many requests wait; try again later") }

  private static func unavailable(_ code: String, _ message: String) -> ServerError {
    var error = ServerError(.serviceUnavailable, code, message)
    error.headers[.retryAfter] = "1"
    return error
  }
}
