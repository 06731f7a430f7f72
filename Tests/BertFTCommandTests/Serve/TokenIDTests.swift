import Foundation
import Testing
import _TestSupport

/// Texts that come as token ids.
struct TokenIDTests {
  private static let shared = Result {
    try Server(Fixture.classifier.get(), ["--token-ids", "--max-texts", "4", "--max-text-bytes", "200"])
  }

  private var server: Server { get throws { try Self.shared.get() } }

  /// The ids of words that are one token each: their places in the vocabulary.
  private static func ids(_ words: String) throws -> [Int] {
    try words.split(separator: " ").map { try #require(TinyModel.vocabulary.firstIndex(of: String($0))) }
  }

  private func embed(_ input: Any) throws -> RawClient.Answer {
    let body = try JSONSerialization.data(withJSONObject: ["input": input])
    return try server.request("POST", "/v1/embeddings", body: String(decoding: body, as: UTF8.self))
  }

  @Test func idsGetTheVectorsOfTheirTexts() throws {
    let texts = ["good lovely screen", "awful box ."]
    let lists = try texts.map(Self.ids)
    let expected = try embed(texts)
    #expect(expected.status == 200 && expected.json["usage"] as? [String: Int] != nil, "\(expected)")
    #expect(try embed(lists).body == expected.body)
    #expect(try embed(lists[1]).body == embed(texts[1]).body)
  }

  /// The model reads 64 tokens.
  @Test func longListsAreCutAsLongTexts() throws {
    let words = Array(repeating: "good", count: 30).joined(separator: " ") + " ."
    let list = try Self.ids(words)
    let long = try embed(list + list + list)
    #expect(long.status == 200 && long.json["usage"] as? [String: Int] == ["prompt_tokens": 64, "total_tokens": 64])
    // 62 of them beside the two special ones.
    #expect(try embed(Array((list + list).prefix(62))).body == long.body)
  }

  @Test(arguments: [
    ("[-1]", "invalid_token_id"), ("[5,100000]", "invalid_token_id"), ("[[5],[99999999999]]", "invalid_token_id"),
    ("[2,5,3]", "invalid_token_id"), ("[[]]", "empty_text"), ("[[5],[]]", "empty_text"), ("[]", "empty_input"),
    ("[[1],[1],[1],[1],[1]]", "too_many_texts"),
    ("[" + Array(repeating: "5", count: 201).joined(separator: ",") + "]", "text_too_long"),
    ("[1,\"a\"]", "invalid_field"), ("[[1],\"a\"]", "invalid_field"), ("[[[1]]]", "invalid_field"),
    ("[1.5]", "invalid_field"), ("[1e30]", "invalid_field"), ("[null]", "invalid_field"), ("[true]", "invalid_field"),
  ])
  func listsThatAreNoText(input: String, code: String) throws {
    let answer = try server.request("POST", "/v1/embeddings", body: "{\"input\":\(input)}")
    #expect(answer.status == 400 && answer.code == code, "\(input) \(answer)")
  }

  /// Those that clients send unasked belong to another vocabulary.
  @Test func unlessAskedForTheyAreRefusedWithARemedy() throws {
    for input in ["[5]", "[[5],[6]]"] {
      let answer = try ServeTests.shared.get().request("POST", "/v1/embeddings", body: "{\"input\":\(input)}")
      #expect(answer.status == 400 && answer.code == "token_ids_refused", "\(answer)")
      #expect(answer.body.contains("check_embedding_ctx_length=False") && answer.body.contains("token-ids"))
    }
    let labels = try server.classify(#"{"input":[5]}"#)
    #expect(labels.status == 400 && labels.code == "invalid_field", "\(labels)")
  }

  @Test(.enabled(if: Oracle.isAvailable)) func openAIsOwnClientSendsThem() throws {
    let texts = ["good lovely", "awful box"]
    let lists = String(decoding: try JSONSerialization.data(withJSONObject: texts.map(Self.ids)), as: UTF8.self)
    let script = RepositoryRoot.url.appendingPathComponent("Scripts/oracles/openai_token_ids.py")
    let output = try Oracle.run(script: script, arguments: [server.url, lists])
    let found = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    let data = try embed(texts).json["data"] as? [[String: Any]]
    let expected = try #require(data).compactMap { $0["embedding"] as? [Double] }
    for (key, count) in [("all", 2), ("first", 1)] {
      let given = try #require(found[key] as? [[Double]])
      #expect(given.count == count)
      #expect(zip(given, expected).allSatisfy { zip($0, $1).allSatisfy { abs($0 - $1) < 1e-7 } })
    }
    #expect(found["error"] as? String == "BadRequestError invalid_token_id")
  }
}
