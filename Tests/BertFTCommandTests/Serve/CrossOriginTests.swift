import Foundation
import Testing

/// Pages of other origins, as browsers ask for them (Fetch standard, CORS protocol).
struct CrossOriginTests {
  private static let shared = Result {
    try Server(
      Fixture.classifier.get(), ["--cors-origin", "https://a.example", "--cors-origin", "http://localhost:3000"],
      environment: ["BERTFT_TOKEN": "secret"])
  }
  private static let allowOrigin = "access-control-allow-origin"

  private func preflight(_ server: Server, _ origin: String, path: String = "/v1/classify") throws -> RawClient.Answer {
    try server.request(
      "OPTIONS", path,
      headers: [
        "Origin": origin, "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type,x-stainless-lang",
      ])
  }

  /// The question comes without the token.
  @Test(arguments: ["https://a.example", "http://localhost:3000"])
  func aNamedOriginMayAsk(origin: String) throws {
    let server = try Self.shared.get()
    let answer = try preflight(server, origin)
    #expect(answer.status == 204 && answer.body.isEmpty, "\(answer)")
    #expect(answer.headers[Self.allowOrigin] == origin && answer.headers["vary"] == "Origin")
    #expect(answer.headers["access-control-allow-methods"] == "POST")
    #expect(answer.headers["access-control-allow-headers"] == "authorization, content-type,x-stainless-lang")
    let good = try server.classify(
      #"{"input":"good"}"#, headers: ["Origin": origin, "Authorization": "Bearer secret"])
    #expect(good.status == 200 && good.headers[Self.allowOrigin] == origin, "\(good)")
    #expect(good.headers["access-control-expose-headers"] == "x-request-id, retry-after")
    // A page must be able to read what was wrong.
    let bad = try server.classify("{", headers: ["Origin": origin])
    #expect(bad.status == 401 && bad.headers[Self.allowOrigin] == origin, "\(bad)")
  }

  @Test(arguments: ["https://b.example", "https://a.example:8443", "http://a.example", "https://a.example.org", "null"])
  func othersMayNot(origin: String) throws {
    let server = try Self.shared.get()
    let answer = try preflight(server, origin)
    #expect(answer.status == 405 && answer.headers[Self.allowOrigin] == nil, "\(answer)")
    let plain = try server.request("GET", "/health", headers: ["Origin": origin])
    #expect(plain.status == 200 && plain.headers[Self.allowOrigin] == nil && plain.headers["vary"] == "Origin")
  }

  @Test func allOriginsMayAskWhereTheStarSaysSo() throws {
    let server = try Server(Fixture.classifier.get(), ["--cors-origin", "*"])
    let answer = try preflight(server, "https://anyone.example", path: "/embed")
    #expect(answer.status == 204 && answer.headers[Self.allowOrigin] == "*" && answer.headers["vary"] == nil)
    #expect(try preflight(server, "https://anyone.example", path: "/nothing").status == 404)
  }

  @Test func withoutTheOptionNoneMay() throws {
    let answer = try preflight(ServeTests.shared.get(), "https://a.example")
    #expect(answer.status == 405 && answer.headers[Self.allowOrigin] == nil && answer.headers["vary"] == nil)
  }

  @Test(arguments: ["a.example", "https://a.example/", "https://a.example/path", "HTTPS://A.example", ""])
  func whatIsNoOriginIs64(origin: String) throws {
    let outcome = try Program.run(["serve", Fixture.classifier.get(), "--cors-origin", origin])
    #expect(outcome.status == 64 && outcome.errors.contains("--cors-origin"), "\(outcome)")
  }
}
