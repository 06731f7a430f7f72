import BertHub
import BertStorage
import Foundation
import NIOHTTP1
import Testing

/// Entries of the catalogue whose files are not pinned: they come by their short name from the Hub, like any model named
/// by its id.
@Suite(.timeLimit(.minutes(2))) struct CatalogueEntryTests {
  private static let weights = Fixture.weights
  /// The SHA-256 of the weights, as the Hub states it of files in its large storage.
  private static let stated = "d" + String(repeating: "0", count: 63)

  /// A Hub with these files of one model, beside its configuration.
  private func server(
    _ id: String, _ files: [String: Data],
    weights answer: @escaping @Sendable (TestServer.Request, Int) -> TestServer.Response? = { _, _ in nil }
  ) async throws -> TestServer {
    try await TestServer { request, earlier in
      for revision in ["main", Fixture.commit] {
        let prefix = "/\(id)/resolve/\(revision)/"
        guard request.path.hasPrefix(prefix) else { continue }
        let name = String(request.path.dropFirst(prefix.count))
        if name.hasSuffix(".safetensors") || name.hasSuffix(".bin"), let response = answer(request, earlier) {
          return response
        }
        let content = name == "config.json" ? Data("{}".utf8) : files[name]
        guard let content else { return .notFound }
        var response = TestServer.ranged(request, content, tag: "\"v1\"")
        response.headers["X-Repo-Commit"] = Fixture.commit
        return response
      }
      return .notFound
    }
  }

  private static func data(_ text: String) -> Data { Data(text.utf8) }

  private static let index = data(
    #"{"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"}}"#)

  @Test(arguments: [
    // As DeBERTa lies on the Hub: pickled weights, and SentencePiece without tokenizer.json.
    (
      "deberta-v3-xsmall", "microsoft/deberta-v3-xsmall",
      ["spm.model": data("pieces"), "tokenizer_config.json": data("{}"), "pytorch_model.bin": weights]
    ),
    (
      "ModernBERT-base", "answerdotai/ModernBERT-base",
      [
        "tokenizer.json": data("{}"), "special_tokens_map.json": data("{}"), "model.safetensors": weights,
        "pytorch_model.bin": data("not this"),
      ]
    ),
    // A model for search, with sentence-transformers' files.
    (
      "nomic-embed-text-v1.5", "nomic-ai/nomic-embed-text-v1.5",
      [
        "tokenizer.json": data("{}"), "modules.json": data(#"[{"path": ""}, {"path": "1_Pooling"}]"#),
        "1_Pooling/config.json": data(#"{"pooling_mode_mean_tokens":true}"#),
        "config_sentence_transformers.json": data("{}"), "sentence_bert_config.json": data("{}"),
        "model.safetensors": weights,
      ]
    ),
    (
      "EuroBERT-210m", "EuroBERT/EuroBERT-210m",
      [
        "tokenizer.json": data("{}"), "model.safetensors.index.json": index,
        "model-00001-of-00002.safetensors": data("one"), "model-00002-of-00002.safetensors": data("two"),
      ]
    ),
  ])
  func `An entry of the Hub comes by its short name`(name: String, id: String, files: [String: Data]) async throws {
    let fixture = try Fixture()
    let entry = try #require(ModelCatalogue.entry(named: name))
    #expect(entry.hubID == id && entry.source == nil && ModelCatalogue.entry(named: id) == entry)
    #expect(ModelCatalogue.entry(named: name.uppercased()) == entry)
    let server = try await server(id, files), hub = fixture.hub(server)
    #expect(hub.cachedModel(name) == nil)
    let place = try await hub.model(name)
    for (file, content) in files where content != Self.data("not this") {
      #expect(try Data(contentsOf: place.appendingPathComponent(file)) == content, "\(file)")
    }
    // All of one commit, and the same place by the id; without the server too.
    #expect(place.lastPathComponent == Fixture.commit)
    let before = server.requests.count
    #expect(try await hub.model(name) == place && hub.cachedModel(id) == place)
    var configuration = fixture.configuration(server.url)
    configuration.offline = true
    #expect(try await Hub(configuration: configuration).model(name) == place)
    #expect(server.requests.count == before)
  }

  @Test func `What was cut off goes on where it stopped`() async throws {
    let fixture = try Fixture()
    let server = try await server(
      "microsoft/deberta-v3-small", ["spm.model": Data("pieces".utf8)],
      weights: { request, earlier in
        guard request.path.hasSuffix("pytorch_model.bin") else { return .notFound }
        var response = TestServer.ranged(request, Self.weights, tag: "\"v1\"")
        if earlier == 0 { response.sending = .cut(after: 100_000) }
        return response
      })
    let place = try await fixture.hub(server).model("deberta-v3-small")
    #expect(try Data(contentsOf: place.appendingPathComponent("pytorch_model.bin")) == Self.weights)
    let asked = server.requests.filter { $0.path.hasSuffix("pytorch_model.bin") }.map { $0.headers["Range"] }
    #expect(asked.count == 2 && asked[0].isEmpty && asked[1].first?.hasPrefix("bytes=") == true)
  }

  @Test func `Weights that are not those that the Hub states are refused and removed`() async throws {
    let fixture = try Fixture()
    let server = try await server(
      "BAAI/bge-small-en-v1.5", ["vocab.txt": Data("a".utf8)],
      weights: { _, _ in .init(headers: ["X-Linked-Etag": "\"\(Self.stated)\""], body: Self.weights) })
    let hub = fixture.hub(server)
    let error = await failure { () throws(HubError) in try await hub.model("bge-small-en-v1.5") }
    guard case .wrongHash(let expected, _)? = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(expected == Self.stated && error?.code == .badData)
    #expect(!fixture.cached.contains { $0.hasSuffix("model.safetensors") })
    #expect(hub.cachedModel("bge-small-en-v1.5") == nil)
  }

  @Test func `Offline such an entry is not looked for, and an unknown name is told where to look`() async throws {
    let fixture = try Fixture()
    let server = try await server("BAAI/bge-small-en-v1.5", [:])
    var configuration = fixture.configuration(server.url)
    configuration.offline = true
    let offline = Hub(configuration: configuration)
    let error = await failure { () throws(HubError) in try await offline.model("bge-small-en-v1.5") }
    #expect(error?.reason == .offline && error?.subject == "bge-small-en-v1.5")
    let unknown = await failure { () throws(HubError) in try await fixture.hub(server).model("bge-tiny") }
    #expect(unknown?.reason == .invalidName && unknown?.code == .usage)
    #expect(unknown?.description.contains("bertft models list") == true)
    #expect(server.requests.isEmpty)
  }
}
