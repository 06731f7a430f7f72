import Foundation
import Testing

/// What HTTP asks of a server beyond plain requests.
struct ProtocolTests {
  private var server: Server { get throws { try ServeTests.shared.get() } }

  private static let body = #"{"input":"good"}"#

  private static func post(_ headers: String, length: String = "\(body.utf8.count)") -> String {
    "POST /v1/classify HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n\(headers)Content-Length: \(length)\r\n\r\n"
  }

  /// A body behind it would be taken for the answer to the next request.
  @Test(arguments: [("/health", 200), ("/", 200), ("/metrics", 200), ("/v1/classify", 405), ("/nothing", 404)])
  func theAnswerToHEADHasNoBody(path: String, status: Int) throws {
    let client = try RawClient(port: server.port)
    client.send("HEAD \(path) HTTP/1.1\r\nHost: t\r\n\r\nGET /ready HTTP/1.1\r\nHost: t\r\n\r\n")
    let head = try #require(client.receive(isHead: true))
    #expect(head.status == status && head.headers["content-length"] != "0", "\(head)")
    let next = try #require(client.receive())
    #expect(next.status == 200 && next.body == #"{"status":"ready"}"#, "\(next)")
  }

  @Test func aClientThatWaitsWithItsBodyIsToldToSendIt() throws {
    let client = try RawClient(port: server.port)
    client.send(Self.post("Expect: 100-continue\r\n"))
    #expect(try #require(client.receive()).status == 100)
    client.send(Self.body)
    let answer = try #require(client.receive()), alone = try server.classify(Self.body)
    #expect(answer.status == 200 && answer.body == alone.body, "\(answer)")
    // On the same connection, and refused before the body is sent.
    client.send(Self.post("Expect: 100-continue\r\n", length: "99999999"))
    #expect(try #require(client.receive()).status == 413)
  }

  @Test func whatIsCompressedIsRefused() throws {
    for encoding in ["gzip", "deflate", "br", "GZIP", "identity, gzip"] {
      let answer = try server.classify(Self.body, headers: ["Content-Encoding": encoding])
      #expect(answer.status == 415 && answer.code == "unsupported_encoding", "\(encoding) \(answer)")
    }
    #expect(try server.classify(Self.body, headers: ["Content-Encoding": "identity"]).status == 200)
  }

  /// 2⁶³ and 2⁶⁴ − 1, for which an integer has no room.
  @Test(arguments: ["9223372036854775808", "18446744073709551615"])
  func aLengthBeyondAllIntegersIsTooLarge(length: String) throws {
    let client = try RawClient(port: server.port)
    client.send(Self.post("", length: length))
    let answer = try #require(client.receive())
    #expect(answer.status == 413 && answer.code == "body_too_large", "\(answer)")
    #expect(client.isClosedByPeer())
  }

  @Test func requestsOneBehindTheOtherAreAnsweredInOrder() throws {
    let client = try RawClient(port: server.port)
    let good = Self.post("") + Self.body
    let bad = Self.post("", length: "1") + "{"
    let lost = "POST /nothing HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nGET /"
    client.send(good + bad + lost + good.replacingOccurrences(of: "application/json", with: "text/plain") + good)
    let statuses = (0..<5).map { _ in client.receive()?.status }
    #expect(statuses == [200, 400, 404, 415, 200])
  }
}
