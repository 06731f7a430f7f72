import BertExport
import BertInference
import BertStorage
import Foundation
import Testing
import _TestSupport

/// Models as sentence-transformers saves them, now and in earlier releases, give the vectors that it gives; what it does
/// not load is not loaded.
@Suite(.enabled(if: Oracle.isAvailable)) struct SentenceModelTests {
  /// What `Scripts/oracles/sentence_models.py` answers.
  private struct Answers: Decodable {
    var texts: [String]
    var cases: [Case]

    struct Case: Decodable {
      var name: String
      var error: String?
      var length: Int?
      var similarity: SimilarityFunction?
      var vectors: [[Float]]?
      var query: [[Float]]?
      var document: [[Float]]?
    }
  }

  /// Room for the rounding of two orders of summation, of values of size 1; of larger ones in proportion.
  private static let tolerance: Float = 2e-6

  @Test func vectorsAndRefusals() throws {
    let scratch = try Scratch()
    let script = RepositoryRoot.url.appendingPathComponent("Scripts/oracles/sentence_models.py")
    let answers = try JSONDecoder().decode(
      Answers.self, from: Data(Oracle.run(script: script, arguments: [scratch.url.path]).utf8))
    #expect(answers.cases.count == 38)
    for golden in answers.cases {
      let folder = scratch.url.appendingPathComponent(golden.name)
      guard golden.error == nil else {
        #expect("\(golden.name)") {
          try TextEmbedder(contentsOf: folder, threads: 1)
        } throws: { ($0 as? InferenceError)?.code == .badData }
        continue
      }
      let embedder = try TextEmbedder(contentsOf: folder, threads: 1)
      #expect(embedder.maxLength == golden.length, "\(golden.name)")
      #expect(embedder.similarity == golden.similarity, "\(golden.name)")
      try expectClose(embedder.embed(answers.texts), golden.vectors, golden.name)
      for (name, prompt) in [("query", EmbeddingOptions.Prompt.query), ("document", .named("document"))] {
        let embedder = try TextEmbedder(
          contentsOf: folder, options: EmbeddingOptions(prompt: prompt), threads: 1)
        try expectClose(
          embedder.embed(answers.texts), name == "query" ? golden.query : golden.document, "\(golden.name), \(name)")
      }
    }
  }

  private func expectClose(_ found: Embeddings, _ expected: [[Float]]?, _ name: String) throws {
    let expected = try #require(expected).flatMap { $0 }
    try #require(found.values.count == expected.count, "\(name)")
    let largest = zip(found.values, expected).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
    #expect(largest < Self.tolerance, "\(name)")
  }
}
