import Foundation
import Testing

/// Malformed, huge and slow requests: a 4xx with a code and a message, or a closed connection; and the server lives on.
struct BadRequestTests {
  private static let shared = Result {
    try Server(
      Fixture.classifier.get(),
      [
        "--max-body", "20000", "--max-texts", "10", "--max-text-bytes", "5000", "--request-timeout", "2",
        "--idle-timeout", "3",
      ])
  }

  private var server: Server { get throws { try Self.shared.get() } }

  /// The server is as it was.
  private func expectAlive() throws {
    let answer = try server.classify(#"{"input":"good"}"#)
    #expect(answer.status == 200, "\(answer)")
  }

  @Test(arguments: [
    ("", "invalid_json"), ("{", "invalid_json"), ("null", "invalid_json"), ("[]", "invalid_json"),
    ("\"text\"", "invalid_json"), ("{\"input\":\"a\"", "invalid_json"), ("{}", "missing_field"),
    ("{\"input\":null}", "invalid_field"), ("{\"input\":1}", "invalid_field"), ("{\"input\":[1,2]}", "invalid_field"),
    ("{\"input\":[[1]]}", "invalid_field"), ("{\"input\":{\"a\":1}}", "invalid_field"),
    ("{\"input\":[\"a\",null]}", "invalid_field"), ("{\"input\":\"a\",\"top\":0}", "invalid_field"),
    ("{\"input\":\"a\",\"top\":-1}", "invalid_field"), ("{\"input\":\"a\",\"top\":1.5}", "invalid_field"),
    ("{\"input\":\"a\",\"top\":\"2\"}", "invalid_field"),
    ("{\"input\":\"a\",\"top\":99999999999999999999}", "invalid_field"),
    ("{\"input\":[]}", "empty_input"), ("{\"input\":\"\"}", "empty_text"),
    ("{\"input\":[\"a\",\" \\n\"]}", "empty_text"),
    ("{\"input\":\"\\ud800\"}", "invalid_field"), (String(repeating: "[", count: 9000), "invalid_json"),
    ("{\"input\":[" + Array(repeating: "\"a\"", count: 11).joined(separator: ",") + "]}", "too_many_texts"),
    ("{\"input\":\"" + String(repeating: "a", count: 5001) + "\"}", "text_too_long"),
  ])
  func bodiesThatAreNoRequest(body: String, code: String) throws {
    let answer = try server.classify(body)
    #expect(answer.status == 400, "\(body.prefix(80)) \(answer)")
    #expect(answer.code == code, "\(body.prefix(80)) \(answer)")
    #expect((answer.json["error"] as? [String: Any])?["message"] as? String != "")
    try expectAlive()
  }

  @Test func wrongOptionsOfEmbeddings() throws {
    for field in ["\"dimensions\":0", "\"dimensions\":33", "\"encoding_format\":\"hex\"", "\"encoding_format\":1"] {
      let answer = try server.request("POST", "/v1/embeddings", body: "{\"input\":\"a\",\(field)}")
      #expect(answer.status == 400 && answer.code == "invalid_field", "\(field) \(answer)")
    }
  }

  @Test func bytesThatAreNotUTF8() throws {
    let client = try RawClient(port: server.port)
    client.send(
      "POST /v1/classify HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"input\":\""
    )
    client.send([0xFF, 0xFE])
    client.send("\"}")
    let answer = try #require(client.receive())
    #expect(answer.status == 400 && answer.code == "invalid_json", "\(answer)")
    try expectAlive()
  }

  @Test func pathsMethodsAndTypes() throws {
    let body = #"{"input":"good"}"#
    let missing = try server.request("GET", "/v1/nothing")
    #expect(missing.status == 404 && missing.code == "not_found")
    #expect(try server.request("GET", "/v1/../../etc/passwd").status == 404)
    for (method, path, allowed) in [
      ("GET", "/v1/classify", "POST"), ("DELETE", "/health", "GET, HEAD"), ("PUT", "/", "GET, HEAD, POST"),
      ("POST", "/v1/models", "GET, HEAD"), ("OPTIONS", "/v1/classify", "POST"),
    ] {
      let answer = try server.request(method, path)
      #expect(answer.status == 405 && answer.code == "method_not_allowed", "\(method) \(path) \(answer)")
      #expect(answer.headers["allow"] == allowed)
    }
    for type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""] {
      let answer = try server.classify(body, headers: ["Content-Type": type])
      #expect(answer.status == 415 && answer.code == "unsupported_media_type", "\(type) \(answer)")
    }
    #expect(try server.classify(body, headers: ["Content-Type": "Application/JSON; charset=utf-8"]).status == 200)
  }

  @Test func aBodyTooLargeByItsOwnWord() throws {
    let client = try RawClient(port: server.port)
    client.send(
      "POST /v1/classify HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nContent-Length: 9999999999\r\n\r\n{")
    let answer = try #require(client.receive())
    #expect(answer.status == 413 && answer.code == "body_too_large", "\(answer)")
    #expect(client.isClosedByPeer())
    try expectAlive()
  }

  @Test func aBodyTooLargeInChunks() throws {
    let client = try RawClient(port: server.port)
    client.send(
      "POST /v1/classify HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in 0..<10 { client.send("1000\r\n" + String(repeating: " ", count: 4096) + "\r\n") }
    let answer = try #require(client.receive())
    #expect(answer.status == 413 && answer.code == "body_too_large", "\(answer)")
    #expect(client.isClosedByPeer())
    try expectAlive()
  }

  @Test func aBodyThatDoesNotCome() throws {
    let client = try RawClient(port: server.port)
    client.send(
      "POST /v1/classify HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"inp")
    let answer = try #require(client.receive())
    #expect(answer.status == 408 && answer.code == "body_too_slow", "\(answer)")
    #expect(client.isClosedByPeer())
    try expectAlive()
  }

  @Test(arguments: ["", "POST /v1/classify HTTP/1.1\r\nHost: t\r\n"])
  func aHeadThatDoesNotCome(start: String) throws {
    let client = try RawClient(port: server.port)
    client.send(start)
    #expect(client.isClosedByPeer())
    try expectAlive()
  }

  /// Each drop comes well within the time, the end of the head never.
  @Test func aHeadThatDripsOn() throws {
    let client = try RawClient(port: server.port)
    client.send("POST /v1/classify HTTP/1.1\r\n")
    let wasClosed = (0..<300).contains { drop in
      Thread.sleep(forTimeInterval: 0.1)
      return !client.send("X-\(drop % 50): a\r\n")
    }
    #expect(wasClosed)
    try expectAlive()
  }

  /// Answers wait for a client that asks on and on and reads nothing, until the connection is closed.
  @Test func answersThatAreNotTaken() throws {
    let client = try RawClient(port: server.port)
    let requests = Array(String(repeating: "GET / HTTP/1.1\r\nHost: t\r\n\r\n", count: 1000).utf8)
    let wasHeldBack = (0..<10_000).contains { _ in !client.send(requests) }
    #expect(wasHeldBack && client.isClosedByPeer())
    try expectAlive()
  }

  @Test(arguments: [
    "\r\n\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\0\0\0\0\0\r\n\r\n",
    "POST /v1/classify HTTP/1.1\r\nContent-Length: x\r\n\r\n",
    "POST /v1/classify HTTP/1.1\r\nContent-Length: -5\r\n\r\n", "GET / HTTP/1.1\r\n bad: header\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "GET /" + String(repeating: "a", count: 200_000) + " HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 200_000) + "\r\n\r\n",
    "GET / HTTP/1.1\r\n" + String(repeating: "X: a\r\n", count: 20_000) + "\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}",
  ])
  func bytesThatAreNotHTTP(bytes: String) throws {
    let client = try RawClient(port: server.port)
    client.send(bytes)
    client.send("GET /nothing HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n")
    if let answer = client.receive() {
      #expect((400..<500).contains(answer.status), "\(bytes.prefix(60)) \(answer)")
    }
    try expectAlive()
  }

  @Test func clientsThatLeaveEarlyDoNoHarm() throws {
    for _ in 0..<20 {
      let client = try RawClient(port: server.port)
      client.send(
        "POST /v1/classify HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"input\":\"good\"}"
      )
    }
    try expectAlive()
  }
}
