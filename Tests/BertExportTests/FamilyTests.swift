import BertCheckpoint
import BertExport
import BertInference
import Foundation
import Testing
import _TestSupport

/// The vectors of every architecture's encoder are those of sentence-transformers.
struct FamilyTests {
  /// What `Scripts/golden/embeddings_family.py` writes.
  private struct Figures: Decodable {
    var cases: [Case]

    struct Case: Decodable {
      var name: String
      /// `config.json`
      var config: String
      var shapes: [String: [Int]]
      var vectors: [Float]
    }
  }

  @Test(arguments: [
    "distilbert", "roberta", "electra", "albert", "mpnet", "gpt2", "xlnet", "modernbert", "deberta-v2", "gte",
    "nomic_bert", "eurobert",
  ])
  func meanOfTheTokens(name: String) throws {
    let all = try GoldenEmbeddings.load(), scratch = try Scratch()
    let figures = try Golden.load(Figures.self, "family.json", target: "BertExportTests")
    let golden = try #require(figures.cases.first { $0.name == name })
    for (path, text) in all.shared { _ = try scratch.write(path == "config.json" ? golden.config : text, as: path) }
    try SafetensorsWriter.write(
      golden.shapes.sorted { $0.key < $1.key }.map { name, shape in
        TensorSource(name: name, shape: shape, values: GoldenWeights.values(of: name, shape: shape))
      }, metadata: ["format": "pt"], to: scratch.url.appendingPathComponent("model.safetensors"))
    let embedder = try TextEmbedder(contentsOf: scratch.url, options: EmbeddingOptions(maxLength: 32), threads: 2)
    let vectors = try embedder.embed(all.texts)
    #expect(vectors.values.count == golden.vectors.count)
    let difference = zip(vectors.values, golden.vectors).map { abs($0 - $1) }.max() ?? 0
    #expect(difference < AgreementTests.tolerance)
  }
}
