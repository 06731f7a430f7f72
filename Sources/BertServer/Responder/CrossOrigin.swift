import Foundation
import HTTPTypes
import Hummingbird

/// Which pages of other origins may read responses in a browser (Fetch standard, CORS protocol).
struct CrossOrigin: Sendable {
  private let origins: Set<String>
  private let allowsAll: Bool

  /// - Parameter origins: The origins as browsers send them; `*` for all, empty for no other origin.
  init(_ origins: [String]) {
    self.origins = Set(origins)
    allowsAll = origins.contains("*")
  }

  /// Adds the headers that let a page of an allowed origin read the response, and `Vary` for caches.
  func mark(_ response: inout Response, for request: Request) {
    guard allowsAll || !origins.isEmpty else { return }
    if !allowsAll { response.headers[.vary] = "Origin" }
    guard let origin = request.headers[.origin], allows(origin) else { return }
    response.headers[.accessControlAllowOrigin] = allowsAll ? "*" : origin
    response.headers[.accessControlExposeHeaders] = "x-request-id, retry-after"
  }

  /// The response to a preflight request, which a browser sends before a page's request; nil for other requests, and
  /// where the origin is not allowed.
  func preflight(_ request: Request, _ route: Route?) -> Response? {
    guard request.method == .options, let route, let origin = request.headers[.origin], allows(origin),
      request.headers[.accessControlRequestMethod] != nil
    else { return nil }
    var response = Response(status: .noContent)
    // A response with this status has no length (RFC 9110, section 8.6).
    response.headers[.contentLength] = nil
    response.headers[.accessControlAllowMethods] = route.methods.map(\.rawValue).joined(separator: ", ")
    // Clients may send any headers: all that the preflight request names are allowed.
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
