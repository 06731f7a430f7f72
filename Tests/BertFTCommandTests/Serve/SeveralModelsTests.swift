import Foundation
import Testing

/// One process with several models.
struct SeveralModelsTests {
  private static let shared = Result {
    try Server(
      Fixture.classifier.get(),
      [Fixture.encoder.get(), Fixture.tagger.get(), "--name", "sort", "--name", "vectors", "--name", "find"])
  }
  private var server: Server { get throws { try Self.shared.get() } }

  @Test func theBodyNamesTheModel() throws {
    let alone = try ServeTests.shared.get().classify(#"{"input":"good"}"#)
    let sorted = try server.classify(#"{"input":"good","model":"sort"}"#)
    #expect(sorted.status == 200 && sorted.json["model"] as? String == "sort", "\(sorted)")
    #expect(sorted.body.replacingOccurrences(of: "sort", with: "classifier") == alone.body)
    let found = try server.classify(#"{"input":"good","model":"find"}"#)
    #expect(found.json["model"] as? String == "find" && found.body.contains("\"entities\""), "\(found)")
    let vectors = try server.request("POST", "/v1/embeddings", body: #"{"input":"good","model":"vectors"}"#)
    let others = try server.request("POST", "/v1/embeddings", body: #"{"input":"good","model":"sort"}"#)
    #expect(vectors.json["model"] as? String == "vectors" && vectors.json["data"] != nil && others.json["data"] != nil)
    #expect((try server.classify(#"{"input":"good","model":"vectors"}"#)).code == "no_classifier")
    // Clients of text-embeddings-inference have no member for it.
    #expect(try server.request("POST", "/predict?model=sort", body: #"{"inputs":"good"}"#).list.count == 3)
    let unknown = try server.classify(#"{"input":"good","model":"other"}"#)
    #expect(unknown.status == 404 && unknown.code == "model_not_found", "\(unknown)")
    #expect(unknown.body.contains("sort, vectors, find"))
  }

  @Test func withoutANameTheOnlyOneThatCanAnswers() throws {
    // One of the three gives labels of texts, two answer at /v1/classify.
    let predicted = try server.request("POST", "/predict", body: #"{"inputs":"good"}"#)
    #expect(predicted.status == 200 && predicted.list.count == 3, "\(predicted)")
    let unclear = try server.classify(#"{"input":"good"}"#)
    #expect(
      unclear.status == 400 && unclear.code == "missing_field" && unclear.body.contains("sort, find"), "\(unclear)")
    #expect(try server.request("GET", "/info").status == 422)
    #expect(try server.request("GET", "/info?model=vectors").json["model_id"] as? String == "vectors")
  }

  @Test func allAreListedAndCounted() throws {
    let list = try server.request("GET", "/v1/models").json["data"] as? [[String: Any]]
    #expect(list?.map { $0["id"] as? String } == ["sort", "vectors", "find"])
    let metrics = try server.request("GET", "/metrics").body
    for line in [
      #"{model="classifier",name="sort"}"#, #"{model="embedder",name="vectors"}"#, #"{model="tagger",name="find"}"#,
    ] {
      #expect(metrics.contains("bertft_queued_texts" + line), "\(line)")
    }
    _ = try PrometheusFamilies(metrics)
    let page = try server.request("GET", "/?model=find")
    #expect(page.body.contains("<title>find") && page.body.contains(#""models":["sort","vectors","find"]"#))
  }

  @Test func namesThatDoNotFitAre64() throws {
    let model = try Fixture.classifier.get()
    for arguments in [
      [model, model], [model, "--name", "a", "--name", "b"], [model, model, "--name", "a", "--name", "a"],
      [model, "--name", ""], [model, try Fixture.encoder.get(), "--labels", "a=one,b=two"],
    ] {
      let outcome = try Program.run(["serve"] + arguments + ["--port", "0", "--threads", "1", "--offline"])
      #expect(outcome.status == 64, "\(arguments) \(outcome)")
    }
  }
}
