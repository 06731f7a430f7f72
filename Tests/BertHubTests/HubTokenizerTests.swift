import BertHub
import Foundation
import Testing

/// Models whose tokenizer comes in one of its older forms.
@Suite(.timeLimit(.minutes(2))) struct HubTokenizerTests {
  /// A server with these files beside a configuration and weights.
  private func server(_ tokenizer: [String]) async throws -> TestServer {
    try await TestServer { request, _ in
      let name = request.path.split(separator: "/").dropFirst(4).joined(separator: "/")
      guard tokenizer.contains(name) || ["config.json", "model.safetensors"].contains(name) else { return .notFound }
      return .init(headers: ["X-Repo-Commit": Fixture.commit], body: Data("of \(name)".utf8))
    }
  }

  @Test(arguments: [
    (has: ["vocab.json", "merges.txt"], gets: ["vocab.json", "merges.txt"]),
    (
      has: ["vocab.json", "merges.txt", "tokenizer_config.json", "spiece.model"],
      gets: ["vocab.json", "merges.txt", "tokenizer_config.json"]
    ),
    (
      has: ["sentencepiece.bpe.model", "special_tokens_map.json"],
      gets: ["sentencepiece.bpe.model", "special_tokens_map.json"]
    ),
    (has: ["spiece.model"], gets: ["spiece.model"]), (has: ["tokenizer.model"], gets: ["tokenizer.model"]),
    (has: ["spm.model"], gets: ["spm.model"]), (has: ["sentencepiece.model"], gets: ["sentencepiece.model"]),
    // One half of a form is none.
    (has: ["vocab.json", "spiece.model"], gets: ["spiece.model"]),
    (has: ["merges.txt", "vocab.txt"], gets: ["vocab.txt"]),
    (has: ["tokenizer.json", "vocab.json", "merges.txt", "spiece.model"], gets: ["tokenizer.json"]),
  ])
  func `The first form that is whole is fetched`(has: [String], gets: [String]) async throws {
    let fixture = try Fixture()
    let server = try await server(has)
    let hub = fixture.hub(server)
    let directory = try await hub.model("org/tiny")
    for name in gets + ["config.json", "model.safetensors"] {
      #expect(try Data(contentsOf: directory.appendingPathComponent(name)) == Data("of \(name)".utf8))
    }
    // What was fetched is what stays: nothing is asked for again, and without the server all is there.
    let before = server.requests.count
    #expect(try await hub.model("org/tiny") == directory)
    #expect(server.requests.count == before)
    var configuration = fixture.configuration(server.url)
    configuration.offline = true
    #expect(try await Hub(configuration: configuration).model("org/tiny") == directory)
  }

  @Test(arguments: [[], ["vocab.json"], ["merges.txt"]])
  func `Without a whole form the model is not complete`(has: [String]) async throws {
    let fixture = try Fixture()
    let server = try await server(has)
    let error = await failure { () throws(HubError) in try await fixture.hub(server).model("org/tiny") }
    guard case .incomplete? = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(fixture.hub(server).cachedModel("org/tiny") == nil)
  }
}
