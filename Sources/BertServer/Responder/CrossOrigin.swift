import HTTPTypes
import Hummingbird

/// Which pages of other origins may read answers in a browser (Fetch standard, CORS protocol).
struct CrossOrigin: Sendable {
  private let origins: Set<String>
  private let allowsAll: Bool

  private static let allowOrigin = HTTPField.Name("access-control-allow-origin")!
  private static let allowMethods = HTTPField.Name("access-control-allow-methods")!
  private static let allowHeaders = HTTPField.Name("access-control-allow-headers")!
  private static let exposeHeaders = HTTPField.Name("access-control-expose-headers")!
  private static let maxAge = HTTPField.Name("access-control-max-age")!
  private static let requestMethod = HTTPField.Name("access-control-request-method")!
  private static let requestHeaders = HTTPField.Name("access-control-request-headers")!

  /// - Parameter origins: As browsers write them; `*` for all, none for no other origin.
  init(_ origins: [String]) {
    self.origins = Set(origins)
    allowsAll = origins.contains("*")
  }

  /// Adds what lets the page that asks read the answer, and what tells caches that the answer depends on who asks.
  func mark(_ response: inout Response, for request: Request) {
    guard allowsAll || !origins.isEmpty else { return }
    if !allowsAll { response.headers[.vary] = "Origin" }
    guard let origin = request.headers[.origin], allows(origin) else { return }
    response.headers[Self.allowOrigin] = allowsAll ? "*" : origin
    response.headers[Self.exposeHeaders] = "x-request-id, retry-after"
  }

  /// The answer to the question that a browser asks before a page's request; nil where it is no such question, or not for the
  /// page.
  func preflight(_ request: Request, _ route: Route?) -> Response? {
    guard request.method == .options, let route, let origin = request.headers[.origin], allows(origin),
      request.headers[Self.requestMethod] != nil
    else { return nil }
    var response = Response(status: .noContent)
    response.headers[Self.allowMethods] = route.methods.map(\.rawValue).joined(separator: ", ")
    // Clients send headers of their own; which ones, they say. Those that do no harm need no list.
    if let names = request.headers[Self.requestHeaders], Self.areNames(names) {
      response.headers[Self.allowHeaders] = names
    }
    response.headers[Self.maxAge] = "600"
    return response
  }

  private func allows(_ origin: String) -> Bool { allowsAll || origins.contains(origin) }

  /// Whether a value is a list of header names and nothing else.
  private static func areNames(_ value: String) -> Bool {
    value.split(separator: ",").allSatisfy {
      HTTPField.Name(String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())) != nil
    }
  }
}
