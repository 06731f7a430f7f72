import Foundation
import Testing
import _TestSupport

/// The routes of text-embeddings-inference.
struct TEIRouteTests {
  private var server: Server { get throws { try ServeTests.shared.get() } }

  private struct Found: Decodable {
    struct Element: Decodable {
      let label: String
      let score: Double
    }
    let vectors, expected_vectors: [[Double]]
    let similarities, expected_similarities: [Double]
    let labels: [[Element]]
    let expected_labels: [[String: Double]]
    let root, top: [Element]
    let errors: [String]
  }

  /// What the Hub's own client makes of the answers, beside what transformers computes on the same directory.
  @Test(.enabled(if: Oracle.isAvailable)) func theHubsOwnClientIsServed() throws {
    let script = RepositoryRoot.url.appendingPathComponent("Scripts/oracles/hub_client.py")
    let output = try Oracle.run(
      script: script, arguments: [server.url, Fixture.classifier.get(), "good lovely screen", "awful", "the box"])
    let found = try JSONDecoder().decode(Found.self, from: Data(output.utf8))
    #expect(found.vectors.map(\.count) == [32, 32, 32])
    for (vector, expected) in zip(found.vectors, found.expected_vectors) {
      #expect(zip(vector, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    }
    #expect(found.similarities.count == 2)
    #expect(zip(found.similarities, found.expected_similarities).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(found.labels.count == 3)
    for (labels, expected) in zip(found.labels, found.expected_labels) {
      #expect(labels.count == 3 && labels.map(\.score) == labels.map(\.score).sorted(by: >))
      for element in labels { #expect(abs(element.score - (expected[element.label] ?? -1)) < 1e-5) }
    }
    #expect(found.root.map(\.label) == found.labels[0].map(\.label) && found.top.count == 1)
    #expect(found.errors == ["422", "413"])
  }

  @Test func shapesOfPredict() throws {
    let one = try server.request("POST", "/predict", body: #"{"inputs":"good"}"#)
    #expect(one.status == 200 && one.list.count == 3, "\(one)")
    // As text-embeddings-inference reads it, a list of two texts is a pair, and a list of lists is one of rows.
    let pair = try server.request("POST", "/predict", body: #"{"inputs":["good","box"]}"#)
    #expect(pair.status == 200 && pair.list.count == 3 && pair.body != one.body, "\(pair)")
    let rows = try server.request("POST", "/predict", body: #"{"inputs":[["good"],["good","box"]]}"#)
    #expect(rows.body == "[\(one.body),\(pair.body)]", "\(rows)")
    let raw = try server.request("POST", "/predict", body: #"{"inputs":"good","raw_scores":true}"#)
    let powers = raw.list.compactMap { ($0["score"] as? Double).map(exp) }
    for (element, power) in zip(one.list, powers) {
      #expect(abs((element["score"] as? Double ?? 0) - power / powers.reduce(0, +)) < 1e-6)
    }
  }

  @Test func aRerankerGivesTextsInTheirOrder() throws {
    let folder = try Folder()
    let model = try TinyModel.write(to: folder.url.appendingPathComponent("reranker"), labels: ["relevance"])
    let file = folder.url.appendingPathComponent("reranker/config.json")
    let text = try String(contentsOf: file, encoding: .utf8)
      .replacingOccurrences(of: "single_label_classification", with: "regression")
      .replacingOccurrences(
        of: "\"model_type\"",
        with: "\"sbert_ce_default_activation_function\": \"torch.nn.modules.activation.Sigmoid\", \"model_type\"")
    try text.write(to: file, atomically: true, encoding: .utf8)
    let server = try Server(model), texts = ["good screen", "awful box", "the lovely battery"]
    let rows = try folder.write(texts.map { "{\"text\":\"\($0)\"}\n" }.joined(), as: "rows.jsonl")
    let ranking = try Program.run(["rank", model, rows, "--query", "good box", "--threads", "1", "--offline"])
      .outputLines.compactMap { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
    let list = String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
    func rerank(_ more: String = "") throws -> RawClient.Answer {
      try server.request("POST", "/rerank", body: "{\"query\":\"good box\",\"texts\":\(list)\(more)}")
    }
    let answer = try rerank(#","return_text":true"#)
    #expect(answer.status == 200 && answer.list.count == 3, "\(answer)")
    for (element, ranked) in zip(answer.list, ranking) {
      #expect(element["text"] as? String == ranked["text"] as? String)
      #expect(element["score"] as? Double == ranked["score"] as? Double)
      #expect((element["index"] as? Int).map { texts[$0] } == ranked["text"] as? String)
    }
    #expect(try rerank().list.allSatisfy { $0["text"] == nil })
    for (element, raw) in zip(answer.list, try rerank(#","raw_scores":true"#).list) {
      let score = try #require(element["score"] as? Double), output = try #require(raw["score"] as? Double)
      #expect(abs(score - 1 / (1 + exp(-output))) < 1e-6)
    }
    let info = try server.request("GET", "/info")
    #expect(info.body.contains(#""model_type":{"reranker":{"id2label":{"0":"relevance"}"#), "\(info)")
    let root = try server.request("POST", "/", body: "{\"query\":\"good box\",\"texts\":\(list)}")
    #expect(root.body == (try rerank()).body)
    let refused = try ServeTests.shared.get().request("POST", "/rerank", body: "{\"query\":\"a\",\"texts\":[\"b\"]}")
    #expect(refused.status == 424 && refused.json["error_type"] as? String == "Backend", "\(refused)")
  }

  @Test func whatIsServed() throws {
    let info = try server.request("GET", "/info").json
    #expect(info["model_id"] as? String == "classifier" && info["model_dtype"] as? String == "float32")
    #expect(info["max_client_batch_size"] as? Int == 256 && info["max_input_length"] as? Int == 64)
    let labels = ((info["model_type"] as? [String: Any])?["classifier"] as? [String: Any])?["id2label"]
    #expect(labels as? [String: String] == ["0": "pos", "1": "neg", "2": "neu"])
    let models = try server.request("GET", "/v1/models").json
    let card = try #require((models["data"] as? [[String: Any]])?.first)
    #expect(models["object"] as? String == "list" && card["id"] as? String == "classifier")
    #expect(card["object"] as? String == "model" && card["created"] is Int && card["owned_by"] as? String == "bertft")
    #expect(try server.request("GET", "/v1/models/classifier").json["id"] as? String == "classifier")
    let missing = try server.request("GET", "/v1/models/other")
    #expect(missing.status == 404 && missing.code == "model_not_found", "\(missing)")
  }

  /// Text, status, type and the element that is wrong.
  @Test(arguments: [
    ("/embed", #"{"inputs":["a"," "]}"#, 400, "Empty", 1), ("/embed", #"{"inputs":["a",1]}"#, 422, "Validation", 1),
    ("/embed", #"{"inputs":[]}"#, 400, "Empty", nil), ("/embed", #"{"input":"a"}"#, 422, "Validation", nil),
    ("/embed", #"{"inputs":"a","normalize":false}"#, 422, "Validation", nil),
    ("/embed", #"{"inputs":"a","prompt_name":"nothing"}"#, 422, "Validation", nil),
    ("/embed", #"{"inputs":"a","dimensions":33}"#, 422, "Validation", nil),
    ("/embed", #"{"inputs":"a","truncation_direction":"up"}"#, 422, "Validation", nil),
    ("/embed", #"{"inputs":"a","encoding_format":"base64"}"#, 422, "Validation", nil),
    ("/predict", #"{"inputs":[["a"],["a","b","c"]]}"#, 422, "Validation", 1),
    ("/predict", #"{"inputs":["a","b","c"]}"#, 422, "Validation", 0),
    ("/predict", #"{"inputs":"a","parameters":{"function_to_apply":"sigmoid"}}"#, 422, "Validation", nil),
    ("/predict", #"{"inputs":"a","parameters":{"top_k":0}}"#, 422, "Validation", nil),
    ("/similarity", #"{"inputs":{"source_sentence":"a","sentences":["b",""]}}"#, 400, "Empty", 1),
    ("/similarity", #"{"inputs":{"source_sentence":"","sentences":["b"]}}"#, 400, "Empty", nil),
    ("/similarity", "{", 400, "Validation", nil), ("/info?x=1", "", 405, "Validation", nil),
  ])
  func errorsHaveTheShapeThere(path: String, body: String, status: Int, type: String, index: Int?) throws {
    let answer = try server.request("POST", path, body: body)
    #expect(answer.status == status && answer.json["error_type"] as? String == type, "\(path) \(body) \(answer)")
    #expect(answer.json["error"] is String && answer.json["index"] as? Int == index, "\(path) \(body) \(answer)")
  }

  @Test(arguments: [
    ("/v1/classify", #"{"input":["a","b",3]}"#, "invalid_field", 2),
    ("/v1/classify", #"{"input":["a",{"text":"b","pair":" "}]}"#, "empty_text", 1),
    ("/v1/classify", #"{"input":[["a","b"],["a","b","c"]]}"#, "invalid_field", 1),
    ("/v1/embeddings", #"{"input":["a",""]}"#, "empty_text", 1),
    ("/v1/embeddings", #"{"input":["a",{}]}"#, "invalid_field", 1),
    ("/v1/embeddings", #"{"input":[[1,2],[3]]}"#, "token_ids_refused", nil),
  ])
  func errorsSayWhichElementIsWrong(path: String, body: String, code: String, index: Int?) throws {
    let answer = try server.request("POST", path, body: body)
    #expect(answer.status == 400 && answer.code == code, "\(body) \(answer)")
    #expect((answer.json["error"] as? [String: Any])?["index"] as? Int == index, "\(body) \(answer)")
  }

  /// The model reads 64 tokens.
  @Test func whatMayNotBeCutIsRefused() throws {
    let long = Array(repeating: "good", count: 70).joined(separator: " ")
    for path in ["/embed", "/predict"] {
      func ask(_ more: String) throws -> RawClient.Answer {
        let inputs = path == "/embed" ? "[\"a\",\"\(long)\"]" : "[[\"a\"],[\"\(long)\"]]"
        return try server.request("POST", path, body: "{\"inputs\":\(inputs)\(more)}")
      }
      #expect(try ask("").status == 200 && ask(#","truncate":true,"truncation_direction":"Right""#).status == 200)
      let cut = try ask(#","truncate":false"#)
      #expect(cut.status == 413 && cut.json["index"] as? Int == 1, "\(cut)")
      let left = try ask(#","truncation_direction":"left""#)
      #expect(left.status == 422 && left.json["index"] as? Int == 1, "\(left)")
    }
    let short = try server.request(
      "POST", "/embed", body: #"{"inputs":"a","truncate":false,"truncation_direction":"left"}"#)
    #expect(short.status == 200, "\(short)")
  }
}
