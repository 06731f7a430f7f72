import Foundation
import HTTPTypes
import Hummingbird

/// Which pages of other origins may read answers in a browser (Fetch standard, CORS protocol).
struct CrossOrigin: Sendable {
  private let origins: Set<String>
  private let allowsAll: Bool

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
    response.headers[.accessControlAllowOrigin] = allowsAll ? "*" : origin
    response.headers[.accessControlExposeHeaders] = "x-request-id, retry-after"
  }

  /// The answer to the question that a browser asks before a page's request; nil where it is no such question, or not for the
  /// page.
  func preflight(_ request: Request, _ route: Route?) -> Response? {
    guard request.method == .options, let route, let origin = request.headers[.origin], allows(origin),
      request.headers[.accessControlRequestMethod] != nil
    else { return nil }
    var response = Response(status: .noContent)
    // An answer of this status has no length (RFC 9110, section 8.6).
    response.headers[.contentLength] = nil
    response.headers[.accessControlAllowMethods] = route.methods.map(\.rawValue).joined(separator: ", ")
    // Clients send headers of their own; which ones, they say. Those that do no harm need no list.
    if let names = request.headers[.accessControlRequestHeaders], Self.areNames(names) {
      response.headers[.accessControlAllowHeaders] = names
    }
    response.headers[.accessControlMaxAge] = "600"
    return response
  }

  private func allows(_ origin: String) -> Bool { allowsAll || origins.contains(origin) }

  /// Whether a value is a list of header names and nothing else.
  private static func areNames(_ value: String) -> Bool {
    value.split(separator: ",").allSatisfy { HTTPField.Name($0.trimmingCharacters(in: .whitespaces)) != nil }
  }
}
