import BertData
import BertEncoder
import BertExport
import BertInference
import Foundation
import Testing

/// Asynchronous calls, streams and batches give the bytes of the plain call.
struct AsyncEmbeddingTests {
  @Test func everyWayOfAskingGivesTheSame() async throws {
    let all = try GoldenEmbeddings.load(), scratch = try Scratch()
    let model = try scratch.model(all, [:])
    let texts = (0..<40).flatMap { _ in all.texts }
    let plain = try TextEmbedder(contentsOf: model, threads: 2).embed(texts)
    let expected = (0..<plain.count).map { Array(plain[$0]) }
    let embedder = try await TextEmbedder.load(contentsOf: model, threads: 1)
    let found = try await embedder.embeddings(for: texts)
    #expect(found.map(\.values) == expected)
    #expect(found.reduce(0) { $0 + $1.tokens } == plain.tokens)
    #expect(found.count { $0.isTruncated } == plain.truncated)
    let stream = AsyncStream<String> { continuation in
      for text in texts { continuation.yield(text) }
      continuation.finish()
    }
    var streamed: [[Float]] = []
    for try await embedding in embedder.embeddings(for: stream, lookAhead: 8) { streamed.append(embedding.values) }
    #expect(streamed == expected)
    let predictor = BatchingPredictor(embedder, options: BatchingOptions(tokenBudget: 50, overflow: .wait))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (text, vector) in zip(texts, expected) {
        group.addTask {
          let found = try await predictor.output(for: Example(text: text, line: 0))
          #expect(found.values == vector)
        }
      }
      try await group.waitForAll()
    }
  }
}
