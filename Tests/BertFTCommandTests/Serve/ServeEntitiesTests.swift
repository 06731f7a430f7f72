import BertCheckpoint
import Foundation
import Testing

/// The service of a classifier of tokens. That what `predict` finds is right, TaggerTests holds against transformers.
struct ServeEntitiesTests {
  private struct Entity: Decodable, Equatable {
    let start, end: Int
    let label, text: String
    let score: Double
  }
  private struct Answer: Decodable {
    struct Result: Decodable {
      let entities: [Entity]
      let text: String?
    }
    let model: String
    let results: [Result]
  }
  private struct Line: Decodable {
    let entities: [Entity]
  }

  /// Texts unlike in length and words; some are longer than a window of 64 tokens, some have scalars beyond UTF-16's first
  /// plane before their words.
  private static let texts = (0..<64).map { index in
    (index % 5 == 0 ? "\u{1F600} \u{e9} " : "")
      + (0...(index * 7 % 23 + (index % 8 == 0 ? 150 : 0)))
      .map { Reviews.words[(index * 31 + $0 * 17) % Reviews.words.count] }.joined(separator: " ")
  }

  private func offline() throws -> [[Entity]] {
    let outcome = try Program.run(
      ["predict", Fixture.tagger.get(), "--threads", "1", "--offline"] + Self.texts.flatMap { ["--text", $0] })
    #expect(outcome.status == 0, "\(outcome)")
    return try outcome.outputLines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)).entities }
  }

  private func results(_ answer: RawClient.Answer) throws -> [Answer.Result] {
    #expect(answer.status == 200, "\(answer)")
    let decoded = try JSONDecoder().decode(Answer.self, from: Data(answer.body.utf8))
    #expect(decoded.model == "tagger")
    return decoded.results
  }

  @Test func entitiesAreThoseOfPredictAlsoUnderLoad() throws {
    let offline = try offline(), server = try Server(Fixture.tagger.get())
    #expect(
      offline.joined().count > 100 && offline.contains { $0.contains { $0.end - $0.start > $0.text.utf8.count / 2 } })
    let list = String(decoding: try JSONEncoder().encode(["input": Self.texts]), as: UTF8.self)
    let together = try results(server.classify(list))
    // As for classifiers, an answer does not repeat the text.
    #expect(together.map(\.entities) == offline && together.allSatisfy { $0.text == nil })
    let clients = try (0..<32).map { _ in try RawClient(port: server.port) }
    for turn in 0..<2 {
      for (index, client) in clients.enumerated() {
        let body = String(decoding: try JSONEncoder().encode(["input": Self.texts[index * 2 + turn]]), as: UTF8.self)
        client.send(
          "POST /v1/classify HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
      }
    }
    for turn in 0..<2 {
      for (index, client) in clients.enumerated() {
        let answer = try #require(client.receive(), "\(server.running.errorsSoFar.suffix(500))")
        #expect(try results(answer).map(\.entities) == [offline[index * 2 + turn]])
      }
    }
    let metrics = try server.request("GET", "/metrics").body
    #expect(metrics.contains("bertft_texts_total{model=\"tagger\"} 128"), "\(metrics)")
    let vectors = try server.request("POST", "/v1/embeddings", body: #"{"input":"good"}"#)
    #expect(vectors.status == 200, "\(vectors)")
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let server = try Server(Fixture.tagger.get(), ["--max-texts", "4", "--max-text-bytes", "200"])
    let cases = [
      (#"{"input":"good","top":2}"#, "invalid_field"), (#"{"input":{"text":"a","pair":"b"}}"#, "pair_unexpected"),
      (#"{"input":[["a","b"]]}"#, "pair_unexpected"), (#"{"input":[]}"#, "empty_input"),
      (#"{"input":["a","b","c","d","e"]}"#, "too_many_texts"), (#"{"input":""}"#, "empty_text"),
      ("{\"input\":\"\(String(repeating: "a ", count: 101))\"}", "text_too_long"), ("{}", "missing_field"),
    ]
    for (body, code) in cases {
      let answer = try server.classify(body)
      #expect(answer.status == 400 && answer.code == code, "\(body) \(answer)")
    }
    #expect(try server.classify(#"{"input":"good"}"#).status == 200)
  }

  @Test func anOutputThatIsNoNumberSpoilsItsTextAlone() throws {
    let folder = try Folder()
    let model = try TinyModel.write(
      to: folder.url.appendingPathComponent("model"), labels: ["O", "B-X"], ofTokens: true)
    let file = URL(fileURLWithPath: model).appendingPathComponent("model.safetensors")
    let checkpoint = try Checkpoint(at: file)
    let row = try #require(TinyModel.vocabulary.firstIndex(of: "awful"))
    let sources = try checkpoint.tensors.map { tensor in
      var values = try checkpoint.floats(of: tensor.name)
      if tensor.name.hasSuffix("word_embeddings.weight") { values[row * TinyModel.hidden] = .nan }
      return TensorSource(name: tensor.name, shape: tensor.shape, values: values)
    }
    try SafetensorsWriter.write(sources, metadata: ["format": "pt"], to: file)
    let offline = try Program.run(["predict", model, "--text", "good", "--text", "awful", "--offline"])
    #expect(offline.status == 65 && offline.errors.contains("not a number"), "\(offline)")
    let server = try Server(model)
    for _ in 0..<4 {
      let clients = try (0..<8).map { _ in try RawClient(port: server.port) }
      for (index, client) in clients.enumerated() {
        let body = "{\"input\":\"\(index % 2 == 0 ? "good box" : "awful box")\"}"
        client.send(
          "POST /v1/classify HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
      }
      for (index, client) in clients.enumerated() {
        let answer = try #require(client.receive())
        #expect(index % 2 == 0 ? answer.status == 200 : answer.code == "not_finite", "\(answer)")
      }
    }
  }

  @Test func thePageAsksForEntities() throws {
    let server = try Server(Fixture.tagger.get())
    let page = try server.request("GET", "/").body
    #expect(page.contains("Which entities are in a text?") && page.contains("<title>tagger"))
  }
}
