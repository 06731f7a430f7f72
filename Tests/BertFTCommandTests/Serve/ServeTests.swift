import Foundation
import Testing

/// The service as its clients and its keepers meet it.
struct ServeTests {
  /// A server that all tests share which do not stop it.
  static let shared = Result { try Server(Fixture.classifier.get()) }

  private var server: Server { get throws { try Self.shared.get() } }

  @Test func oneTextAndSeveralGetWhatPredictGives() throws {
    let texts = ["good lovely screen", "awful", "the \"blue\" box\n\u{e9}\u{1F600} \u{7}"]
    let lines = try Program.run(
      ["predict", Fixture.classifier.get()] + texts.flatMap { ["--text", $0] } + ["--threads", "1"]
    ).outputLines
    let list = String(decoding: try JSONSerialization.data(withJSONObject: ["input": texts]), as: UTF8.self)
    let answer = try server.classify(list)
    #expect(answer.status == 200, "\(answer)")
    #expect(answer.headers["content-type"] == "application/json")
    #expect(answer.json["model"] as? String == "classifier")
    let results = try #require(answer.json["results"] as? [[String: Any]])
    #expect(results.count == 3 && lines.count == 3)
    for (result, line) in zip(results, lines) {
      let offline = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(result["label"] as? String == offline["label"] as? String)
      #expect(result["scores"] as? [String: Double] == offline["scores"] as? [String: Double])
    }
    let one = try server.classify(#"{"input":"awful"}"#)
    let single = try #require(one.json["results"] as? [[String: Any]])
    #expect(single.count == 1 && single[0]["scores"] as? [String: Double] == results[1]["scores"] as? [String: Double])
  }

  @Test func topKeepsTheHighestScoresInOrder() throws {
    let all = try server.classify(#"{"input":"awful"}"#), two = try server.classify(#"{"input":"awful","top":2}"#)
    let whole = try #require((all.json["results"] as? [[String: Any]])?[0]["scores"] as? [String: Double])
    let order = whole.sorted { $0.value > $1.value }
    let text = "\"scores\":{\"\(order[0].key)\":"
    #expect(two.body.contains(text), "\(two)")
    let part = try #require((two.json["results"] as? [[String: Any]])?[0]["scores"] as? [String: Double])
    #expect(part == [order[0].key: order[0].value, order[1].key: order[1].value])
  }

  @Test func embeddingsHaveOpenAIsShape() throws {
    let answer = try server.request(
      "POST", "/v1/embeddings", body: #"{"input":["good","bad box"],"model":"any","user":"x"}"#)
    #expect(answer.status == 200, "\(answer)")
    let data = try #require(answer.json["data"] as? [[String: Any]])
    #expect(answer.json["object"] as? String == "list")
    #expect(data.map { $0["index"] as? Int } == [0, 1] && data.allSatisfy { $0["object"] as? String == "embedding" })
    let vectors = data.compactMap { $0["embedding"] as? [Double] }
    #expect(vectors.map(\.count) == [32, 32])
    for vector in vectors { #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5) }
    // [CLS] good [SEP], [CLS] bad box [SEP].
    #expect(answer.json["usage"] as? [String: Int] == ["prompt_tokens": 7, "total_tokens": 7])
    let coded = try server.request(
      "POST", "/v1/embeddings", body: #"{"input":"good","encoding_format":"base64"}"#)
    let text = try #require((coded.json["data"] as? [[String: Any]])?[0]["embedding"] as? String)
    let bytes = try #require(Data(base64Encoded: text))
    let floats = (0..<32).map { place in
      Double(Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[place * 4 + $1]) << (8 * $1) }))
    }
    #expect(zip(floats, vectors[0]).allSatisfy { abs($0 - $1) < 1e-7 })
    let short = try server.request("POST", "/v1/embeddings", body: #"{"input":"good","dimensions":8}"#)
    let eight = try #require((short.json["data"] as? [[String: Any]])?[0]["embedding"] as? [Double])
    #expect(eight.count == 8 && abs(eight.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
    #expect(abs(eight[0] / eight[1] - vectors[0][0] / vectors[0][1]) < 1e-4)
  }

  @Test func healthReadyMetricsAndThePage() throws {
    #expect(try server.request("GET", "/health").body == #"{"status":"ok"}"#)
    #expect(try server.request("GET", "/ready").body == #"{"status":"ready"}"#)
    _ = try server.classify(#"{"input":"good"}"#)
    let metrics = try server.request("GET", "/metrics")
    #expect(metrics.headers["content-type"]?.hasPrefix("text/plain; version=0.0.4") == true)
    for line in [
      "# TYPE bertft_requests_total counter", "bertft_requests_total{route=\"/v1/classify\",status=\"200\"} ",
    ]
      + ["bertft_request_duration_seconds_bucket{le=\"+Inf\",route=\"/v1/classify\"} ", "bertft_queued_texts{model="]
    {
      #expect(metrics.body.contains("\n" + line) || metrics.body.hasPrefix(line), "\(line)")
    }
    let families = try PrometheusFamilies(metrics.body)
    #expect(families.names.count == 11 && families.names.contains("process_start_time_seconds"))
    let page = try server.request("GET", "/")
    #expect(page.headers["content-type"]?.hasPrefix("text/html") == true)
    #expect(page.headers["content-security-policy"]?.contains("default-src 'none'") == true)
    #expect(page.body.contains("<title>classifier"))
  }

  @Test func requestIDsGoThroughOrAreMade() throws {
    let given = try server.request("GET", "/health", headers: ["X-Request-ID": "abc-123"])
    #expect(given.headers["x-request-id"] == "abc-123")
    for bad in [String(repeating: "x", count: 200), "a b\"c"] {
      let made = try server.request("GET", "/health", headers: ["X-Request-ID": bad])
      #expect(made.headers["x-request-id"]?.count == 36, "\(made)")
    }
    // The log has each as a line of JSON.
    let line = try #require(
      try server.running.errorsSoFar.split(separator: "\n").first { $0.contains("\"request_id\":\"abc-123\"") })
    let entry = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(
      entry["status"] as? Int == 200 && entry["path"] as? String == "/health" && entry["level"] as? String == "info")
  }

  @Test func withATokenOnlyWhoKnowsItIsAnswered() throws {
    let server = try Server(Fixture.classifier.get(), environment: ["BERTFT_TOKEN": "secret"])
    let body = #"{"input":"good"}"#
    for header in [nil, "Bearer wrong", "Bearer secre", "Bearer secret2", "secret"] {
      let answer = try server.classify(body, headers: header.map { ["Authorization": $0] } ?? [:])
      #expect(answer.status == 401 && answer.code == "unauthorized", "\(header ?? "none") \(answer)")
      #expect(answer.headers["www-authenticate"] == "Bearer")
    }
    #expect(try server.classify(body, headers: ["Authorization": "Bearer secret"]).status == 200)
    #expect(try server.request("GET", "/metrics").status == 401)
    #expect(try server.request("GET", "/health").status == 200)
    // The token is nowhere in the log.
    #expect(!server.running.errorsSoFar.contains("secret"))
  }

  @Test func aTokenFileMayHaveLinesOfWindows() throws {
    let folder = try Folder(), file = try folder.write("secret\r\nsecond\r\n", as: "token")
    // The token is read before the model, which is not there.
    let outcome = try Program.run(["serve", folder.path("none"), "--token-file", file, "--offline"])
    #expect(outcome.status == 66, "\(outcome)")
    let bad = try folder.write("sec\u{7F}ret\n", as: "bad")
    #expect(try Program.run(["serve", folder.path("none"), "--token-file", bad, "--offline"]).status == 64)
  }

  @Test func aTakenPortIs69() throws {
    let server = try server
    let outcome = try Program.run(
      ["serve", Fixture.classifier.get(), "--port", "\(server.port)", "--threads", "1", "--offline"])
    #expect(outcome.status == 69, "\(outcome)")
    #expect(outcome.errors.contains("cannot listen"), "\(outcome)")
  }
}
