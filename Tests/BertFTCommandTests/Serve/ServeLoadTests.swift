import Foundation
import Testing
import _TestSupport

/// Many clients at once, and an end in the middle of it.
struct ServeLoadTests {
  /// Texts unlike in length and words.
  private static let texts = (0..<256).map { index in
    (0...(index * 7 % 23)).map { Reviews.words[(index * 31 + $0 * 17) % Reviews.words.count] }.joined(separator: " ")
  }

  private static func classify(_ body: String, close: Bool = false) -> String {
    "POST /v1/classify HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n"
      + (close ? "Connection: close\r\n" : "") + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  /// A body with many texts, which takes a tiny model a while.
  private static let long =
    #"{"input":["#
    + Array(repeating: "\"" + String(repeating: "good bad ", count: 400) + "\"", count: 200)
    .joined(separator: ",") + "]}"

  @Test func everyAnswerUnderLoadIsTheOfflineOne() throws {
    let model = try Fixture.classifier.get()
    let lines = try Program.run(
      ["predict", model, "--threads", "1"] + Self.texts.flatMap { ["--text", $0] }
    ).outputLines
    let offline = try lines.map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])["scores"]
        as? [String: Double]
    }
    #expect(offline.count == Self.texts.count)
    let server = try Server(model)
    for round in 0..<2 {
      // 64 connections, four requests one behind the other on each, all sent before the first answer is read.
      let clients = try (0..<64).map { _ in try RawClient(port: server.port) }
      for turn in 0..<4 {
        for (index, client) in clients.enumerated() {
          client.send(Self.classify("{\"input\":\"\(Self.texts[(index * 4 + turn + round) % 256])\"}"))
        }
      }
      for (index, client) in clients.enumerated() {
        for turn in 0..<4 {
          let answer = try #require(client.receive(), "\(server.running.errorsSoFar.suffix(500))")
          let scores = (answer.json["results"] as? [[String: Any]])?.first?["scores"] as? [String: Double]
          #expect(answer.status == 200 && scores == offline[(index * 4 + turn + round) % 256], "\(answer)")
        }
      }
    }
    let metrics = try server.request("GET", "/metrics").body
    let batches = try #require(metrics.firstMatch(of: /bertft_batches_total\{model="classifier"[^}]*\} (\d+)/)?.1)
    // It gathered: 512 texts in fewer batches.
    #expect(try #require(Int(batches)) < 512, "\(metrics)")
  }

  @Test func aFullQueueAnswers503AndTheRestIsRight() throws {
    let server = try Server(try Fixture.classifier.get(), ["--queue", "1"])
    let clients = try (0..<40).map { _ in try RawClient(port: server.port) }
    for client in clients { client.send(Self.classify(Self.long)) }
    var statuses: [Int: Int] = [:]
    for client in clients {
      let answer = try #require(client.receive())
      statuses[answer.status, default: 0] += 1
      if answer.status == 503 {
        #expect(answer.code == "overloaded" && answer.headers["retry-after"] == "1", "\(answer)")
      } else {
        #expect(answer.status == 200 && (answer.json["results"] as? [Any])?.count == 200)
      }
    }
    #expect(statuses[200, default: 0] > 0 && statuses[503, default: 0] > 0, "\(statuses)")
    #expect(try server.classify(#"{"input":"good"}"#).status == 200)
  }

  @Test(arguments: [SIGTERM, SIGINT]) func requestsUnderWayAreAnsweredBeforeTheEnd(signal: Int32) throws {
    let server = try Server(try Fixture.classifier.get())
    let idle = try RawClient(port: server.port)
    let clients = try (0..<4).map { _ in try RawClient(port: server.port) }
    for client in clients { client.send(Self.classify(Self.long)) }
    // The requests are there: the server says so.
    while try !server.request("GET", "/metrics").body.contains("bertft_requests_under_way 5") {
      guard server.running.process.isRunning else { break }
    }
    kill(server.running.process.processIdentifier, signal)
    for client in clients {
      let answer = try #require(client.receive())
      #expect(answer.status == 200 && (answer.json["results"] as? [Any])?.count == 200, "\(answer)")
    }
    let outcome = try server.running.wait()
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("\"message\":\"stopped\""), "\(outcome)")
    #expect(idle.isClosedByPeer())
    #expect(throws: RawClient.Failure.self) { try RawClient(port: server.port) }
  }

  @Test func anIdleServerStopsAtOnce() throws {
    let server = try Server(try Fixture.classifier.get())
    #expect(try server.request("GET", "/ready").status == 200)
    let start = ContinuousClock.now
    let outcome = try server.stop()
    #expect(outcome.status == 0, "\(outcome)")
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test(.enabled(if: Oracle.isAvailable)) func openAIsOwnClientIsServed() throws {
    let server = try Server(try Fixture.classifier.get(), environment: ["BERTFT_TOKEN": "secret"])
    let script = RepositoryRoot.url.appendingPathComponent("Scripts/oracles/openai_client.py")
    let output = try Oracle.run(script: script, arguments: [server.url, "secret", "good lovely", "awful box"])
    let found = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    let answer = try server.request(
      "POST", "/v1/embeddings", body: #"{"input":["good lovely","awful box"]}"#,
      headers: ["Authorization": "Bearer secret"])
    let vectors = (answer.json["data"] as? [[String: Any]])?.compactMap { $0["embedding"] as? [Double] } ?? []
    for form in ["float", "base64", "default"] {
      let given = try #require(found[form] as? [[Double]])
      #expect(given.count == 2 && zip(given, vectors).allSatisfy { zip($0, $1).allSatisfy { abs($0 - $1) < 1e-7 } })
    }
    #expect(found["tokens"] as? Int == 8)
    #expect(found["errors"] as? [String] == ["AuthenticationError unauthorized", "BadRequestError empty_input"])
  }
}
