import BertEncoder
import BertExport
import BertInference
import BertKernels
import Foundation
import Testing
import _TestSupport

/// The vectors are those of sentence-transformers.
struct AgreementTests {
  /// Room for the rounding of two orders of summation over a few hundred Float32 terms of size 1; agreement is some
  /// thirty times better.
  static let tolerance: Float = 1e-5

  @Test(arguments: GoldenEmbeddings.all) func smallModel(golden: GoldenEmbeddings.Case) throws {
    let all = try GoldenEmbeddings.load(), scratch = try Scratch()
    let model = try scratch.model(all, golden.files)
    var options = EmbeddingOptions()
    if let name = golden.prompt_name { options.prompt = .named(name) }
    if let prompt = golden.prompt { options.prompt = .text(prompt) }
    options.dimensions = golden.cut
    let embedder = try TextEmbedder(contentsOf: model, options: options, threads: 2)
    #expect(embedder.maxLength == golden.max_length)
    #expect(embedder.dimensions == golden.dimensions)
    let vectors = try embedder.embed(all.texts)
    #expect(vectors.count == all.texts.count)
    try expectClose(vectors.values, golden.vectors)
  }

  @Test func everyCaseIsThere() throws {
    #expect(GoldenEmbeddings.all.count == 17)
  }

  /// The options take the place of what the model's files say.
  @Test func optionsComeFirst() throws {
    let all = try GoldenEmbeddings.load(), scratch = try Scratch()
    let plain = try #require(all.cases.first { $0.name == "pooling cls" })
    let normalized = try #require(all.cases.first { $0.name == "mean" })
    let short = try #require(all.cases.first { $0.name == "a maximum length in the older file" })
    let long = try #require(all.cases.first { $0.name == "pooling mean" })
    let fromNormalized = try TextEmbedder(
      contentsOf: scratch.model(all, normalized.files, as: "a"),
      options: EmbeddingOptions(pooling: .cls, normalizes: false), threads: 1)
    try expectClose(fromNormalized.embed(all.texts).values, plain.vectors)
    let fromPlain = try TextEmbedder(
      contentsOf: scratch.model(all, plain.files, as: "b"),
      options: EmbeddingOptions(pooling: .mean, normalizes: true), threads: 1)
    try expectClose(fromPlain.embed(all.texts).values, normalized.vectors)
    let cut = try TextEmbedder(
      contentsOf: scratch.model(all, long.files, as: "c"), options: EmbeddingOptions(maxLength: 9), threads: 1)
    try expectClose(cut.embed(all.texts).values, short.vectors)
  }

  /// Without sentence-transformers' files the mean is taken, as sentence-transformers does, and normalized for search.
  @Test func bareEncoder() throws {
    let all = try GoldenEmbeddings.load(), scratch = try Scratch()
    let model = try scratch.model(all, [:])
    let normalized = try #require(all.cases.first { $0.name == "mean" })
    let embedder = try TextEmbedder(contentsOf: model, options: EmbeddingOptions(maxLength: 32), threads: 1)
    #expect(embedder.pooling == [.mean] && embedder.normalizes)
    try expectClose(embedder.embed(all.texts).values, normalized.vectors)
    #expect(try TextEmbedder(contentsOf: model, threads: 1).maxLength == 64)
  }

  @Test(.enabled(if: RealData.isAvailable)) func realModel() async throws {
    struct Real: Decodable {
      var texts: [String]
      var dimensions: Int
      var stride: Int
      var vectors: [[Float]]
    }
    let golden = try Golden.load(Real.self, "minilm.json", target: "BertExportTests")
    let embedder = try TextEmbedder(contentsOf: try await RealData.modelDirectory(), threads: 2)
    #expect(embedder.maxLength == 256 && embedder.normalizes && embedder.dimensions == golden.dimensions)
    let vectors = try embedder.embed(golden.texts)
    #expect(vectors.truncated == 1)
    for index in golden.texts.indices {
      let sampled = stride(from: 0, to: golden.dimensions, by: golden.stride).map {
        vectors[index].dropFirst($0)[vectors[index].startIndex + $0]
      }
      try expectClose(sampled, golden.vectors[index])
    }
  }

  /// Rounded factors turn a vector by a little: 0.9995 is what the worst text of a long corpus keeps.
  @Test(.enabled(if: RealData.isAvailable)) func realModelInBFloat16() async throws {
    struct Texts: Decodable { var texts: [String] }
    let golden = try Golden.load(Texts.self, "minilm.json", target: "BertExportTests")
    let model = try await RealData.modelDirectory()
    func vectors(_ precision: Precision?, threads: Int) throws -> Embeddings {
      let embedder = try TextEmbedder(
        contentsOf: model, options: EmbeddingOptions(precision: precision), threads: threads)
      #expect(embedder.precision == precision ?? .fp32)
      return try embedder.embed(golden.texts)
    }
    let exact = try vectors(nil, threads: 2), rounded = try vectors(.bf16, threads: 2)
    #expect(exact.values != rounded.values)
    for index in golden.texts.indices {
      var cosine = 0.0
      for (a, b) in zip(exact[index], rounded[index]) { cosine += Double(a) * Double(b) }
      #expect(cosine > 0.9995, "\(index)")
    }
    #expect(try vectors(.bf16, threads: 1).values == rounded.values)
  }

  private func expectClose(_ found: [Float], _ expected: [Float]) throws {
    try #require(found.count == expected.count)
    let largest = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
    #expect(largest < Self.tolerance)
  }
}
