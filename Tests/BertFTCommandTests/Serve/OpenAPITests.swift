import Foundation
import Testing

/// The description of the routes. `make clients` has schemathesis hold the service against it.
struct OpenAPITests {
  /// All references in a document.
  private func references(_ value: Any) -> [String] {
    switch value {
    case let members as [String: Any]:
      members.flatMap { $0.key == "$ref" ? [$0.value as? String ?? ""] : references($0.value) }
    case let elements as [Any]: elements.flatMap(references)
    default: []
    }
  }

  @Test func everyRouteOfTheModelIsThereAndEveryReferenceLeadsSomewhere() throws {
    let answer = try ServeTests.shared.get().request("GET", "/openapi.json")
    #expect(answer.status == 200 && answer.headers["content-type"] == "application/json")
    let document = answer.json
    #expect(document["openapi"] as? String == "3.1.0")
    let paths = try #require(document["paths"] as? [String: [String: Any]])
    #expect(
      Set(paths.keys) == [
        "/v1/classify", "/v1/embeddings", "/v1/models", "/v1/models/{model}", "/embed", "/predict",
        "/similarity", "/info", "/health", "/ready", "/metrics", "/openapi.json",
      ])
    let schemas = try #require((document["components"] as? [String: Any])?["schemas"] as? [String: Any])
    let found = Set(references(document))
    #expect(found.isSubset(of: schemas.keys.map { "#/components/schemas/\($0)" }) && found.count > 15)
    #expect(!answer.body.contains("bearer"))
  }

  @Test func limitsAreThoseOfTheService() throws {
    let server = try Server(
      Fixture.classifier.get(), ["--max-texts", "7", "--token-ids"], environment: ["BERTFT_TOKEN": "secret"])
    let answer = try server.request("GET", "/openapi.json")
    #expect(answer.body.contains("\"bearer\"") && !answer.body.contains("secret"))
    let schemas = (answer.json["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]]
    #expect(schemas?["Texts"]?["maxItems"] as? Int == 7)
    let request = schemas?["EmbeddingsRequest"]?["properties"] as? [String: [String: Any]]
    #expect(request?["dimensions"]?["maximum"] as? Int == 32)
    #expect((request?["input"]?["anyOf"] as? [Any])?.count == 3)
  }
}
