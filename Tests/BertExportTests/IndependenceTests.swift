import BertData
import BertExport
import BertInference
import BertKernels
import Foundation
import Testing
import _TestSupport

/// A text's vector depends on the text alone: not on threads, nor on what stands beside it. To the byte.
struct IndependenceTests {
  private static let words = ["good", "bad", "a", "the", "film", "book", "screen", "cable", "xyzzy", "very", "!"]

  /// Texts of 1 to 40 words, some of them twice.
  private static func texts(_ count: Int) -> [String] {
    var generator = SeededGenerator(seed: 5)
    let texts = (0..<count).map { _ in
      (0...generator.next(below: 40)).map { _ in words[generator.next(below: words.count)] }.joined(separator: " ")
    }
    return texts.indices.map { $0 % 7 == 3 ? texts[$0 / 2] : texts[$0] }
  }

  private static func embedder(
    _ model: URL, threads: Int, budget: Int, kernel: TileKernel = TileKernel.available[0]
  ) throws -> TextEmbedder {
    try TextEmbedder(
      contentsOf: model, options: EmbeddingOptions(), compute: Compute(threads: threads, kernel: kernel),
      cut: BatchCut(tokenBudget: budget))
  }

  @Test func vectorsDependOnTheTextAlone() throws {
    let all = try GoldenEmbeddings.load(), scratch = try Scratch()
    let several = try #require(all.cases.first { $0.name.hasPrefix("two poolings") })
    let model = try scratch.model(all, several.files), texts = Self.texts(200)
    let one = try Self.embedder(model, threads: 1, budget: 1)
    // Each text by itself, in a call of its own.
    let alone = try texts.map { try one.embed([$0]).values }
    for (threads, budget) in [(1, 1), (1, 300), (2, 64), (3, 1024), (16, 100), (16, 1_000_000)] {
      let found = try Self.embedder(model, threads: threads, budget: budget).embed(texts)
      #expect(found.values == alone.flatMap { $0 }, "\(threads) threads, \(budget) tokens a batch")
    }
    for kernel in TileKernel.available {
      let found = try Self.embedder(model, threads: 2, budget: 200, kernel: kernel).embed(texts.reversed())
      #expect(found.values == alone.reversed().flatMap { $0 })
    }
  }

  /// The same on the real sizes, where several blocks of depth and all threads take part.
  @Test(.enabled(if: RealData.isAvailable)) func realVectorsDependOnTheTextAlone() async throws {
    let model = try await RealData.modelDirectory()
    let texts =
      try DatasetReader.read(
        .file(await RealData.corpus("amazon-reviews")), options: ReadingOptions(needsLabels: false)
      ).examples.prefix(40).map(\.text) + [String(repeating: "It was good. ", count: 100)]
    let first = try TextEmbedder(contentsOf: model, threads: 1).embed(texts)
    // Of three batches two fall to threads of their own; of one, all threads share it.
    for budget in [400, 100_000] {
      let found = try Self.embedder(model, threads: 2, budget: budget).embed(texts)
      #expect(found.values == first.values)
    }
    let last = try TextEmbedder(contentsOf: model, threads: 3).embed([texts[40]])
    #expect(last.values == Array(first[40]))
  }

  @Test func theSameTokensAreComputedOnce() throws {
    let all = try GoldenEmbeddings.load(), scratch = try Scratch()
    let model = try scratch.model(all, [:])
    let embedder = try Self.embedder(model, threads: 1, budget: 1)
    var batches = 0
    let texts = Array(repeating: "a good book", count: 50) + ["A  GOOD book", "a bad book"]
    let vectors = try embedder.embed(texts.map { Example(text: $0, line: 1) }, progress: { _ in batches += 1 })
    // One text a batch, and two different sequences of tokens.
    #expect(batches == 2)
    #expect(vectors[0] == vectors[50] && vectors[0] != vectors[51])
    #expect(vectors.tokens == 52 * 5)
  }

  @Test func cancellationEndsBeforeTheNextBatch() throws {
    let all = try GoldenEmbeddings.load(), scratch = try Scratch()
    // Of two threads the calling one asks, and on a busy machine the other may compute almost all batches.
    for (threads, last) in [(1, 3), (2, 1)] {
      let embedder = try Self.embedder(scratch.model(all, [:]), threads: threads, budget: 30)
      var calls = 0
      #expect {
        try embedder.embed(
          Self.texts(100).map { Example(text: $0, line: 1) },
          isCancelled: {
            calls += 1
            return calls == last
          })
      } throws: { error in
        if case InferenceError.interrupted = error { true } else { false }
      }
      #expect(calls == last)
    }
  }

  @Test func nothingGivesNothing() throws {
    let all = try GoldenEmbeddings.load(), scratch = try Scratch()
    let embedder = try TextEmbedder(contentsOf: scratch.model(all, [:]), threads: 2)
    #expect(try embedder.embed([String]()).count == 0)
    // An empty text has its special tokens.
    #expect(try embedder.embed([""]).tokens == 2)
  }
}
