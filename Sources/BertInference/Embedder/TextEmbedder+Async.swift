public import BertData
import BertEncoder
import BertText
public import Foundation
import Synchronization

extension TextEmbedder {
  /// Loads an embedder on a thread of its own.
  ///
  /// - Parameters:
  ///   - url: The model's directory.
  ///   - options: How texts become vectors, where that differs from the model's files.
  ///   - threads: Threads to compute with; nil for all cores. The results do not depend on them.
  /// - Throws: An ``InferenceError`` that names the file or the option and what is wrong with it, or
  ///   `CancellationError`.
  public static func load(
    contentsOf url: URL, options: EmbeddingOptions = EmbeddingOptions(), threads: Int? = nil
  ) async throws -> TextEmbedder {
    try await WorkQueue(label: "bertft.load").run { _ in
      try TextEmbedder(contentsOf: url, options: options, threads: threads)
    }
  }

  /// The vector of a text.
  ///
  /// - Throws: `unreadableTokens`, `notFinite`; `CancellationError`.
  public func embedding(for text: String) async throws -> Embedding {
    try await embeddings(for: [text])[0]
  }

  /// The vectors of texts, in their order, computed on a thread of the embedder's own.
  ///
  /// Calls are computed one after another; `BatchingPredictor` computes many small ones together.
  ///
  /// - Throws: `unreadableTokens`, `notFinite`; `CancellationError`.
  public func embeddings(for texts: [String]) async throws -> [Embedding] {
    if texts.isEmpty { return [] }
    return try await workQueue.run { isCancelled in
      let outputs = try self.outputs(
        for: texts.map { try self.prepare(Example(text: $0, line: 0)) }, isCancelled: isCancelled)
      for output in outputs { try self.check(output) }
      return outputs
    }
  }

  /// The vectors of a stream of texts, in their order.
  ///
  /// - Parameters:
  ///   - texts: The texts.
  ///   - lookAhead: How many texts may be read before their vectors are asked for.
  public func embeddings<Texts: AsyncSequence & Sendable>(
    for texts: Texts, lookAhead: Int = 256
  ) -> some AsyncSequence<Embedding, any Error> & Sendable where Texts.Element == String {
    OutputSequence(self, texts.map { @Sendable in Example(text: $0, line: 0) }, lookAhead: lookAhead)
  }
}

extension TextEmbedder: BatchModel {
  /// Tokenizes a row, which may be a pair of texts.
  ///
  /// - Throws: `unreadableTokens`.
  public func prepare(_ row: Example) throws -> PreparedText { PreparedText(encoding: try encode(row)) }

  /// Refuses a vector with a value that is not finite.
  ///
  /// - Throws: `notFinite`.
  public func check(_ embedding: Embedding) throws {
    guard embedding.values.allSatisfy(\.isFinite) else { throw InferenceError.notFinite(line: 0) }
  }

  /// Takes a text as ids of the model's own vocabulary, without special tokens. They are treated as the tokens of a
  /// text: the ids of the model's prompt come first, a sequence that is too long is truncated, and special tokens are
  /// added.
  ///
  /// The ids of another tokenizer cannot be recognized where they are below the size of the vocabulary; the vector
  /// would be that of another text.
  ///
  /// - Throws: ``TokenIDError`` where there are no ids, or one is outside the vocabulary or a special token.
  public func prepare(tokenIDs: [Int]) throws(TokenIDError) -> PreparedText {
    guard !tokenIDs.isEmpty else { throw .noIDs }
    var ids: [Int32] = []
    ids.reserveCapacity(tokenIDs.count)
    // A tokenizer may have more ids than there are rows of weights.
    let size = min(tokenizer.vocabularySize, source.vocabularySize)
    for (index, id) in tokenIDs.enumerated() {
      guard (0..<size).contains(id), let id = Int32(exactly: id) else {
        throw .outsideVocabulary(id: id, index: index, size: size)
      }
      if addedIDs.contains(id) { throw .special(id: Int(id), index: index) }
      ids.append(id)
    }
    return PreparedText(encoding: tokenizer.encodeIDs(of: promptIDs + ids, options: encoding))
  }

  /// Tokens, including special tokens.
  public func tokenCount(of prepared: PreparedText) -> Int { prepared.tokenCount }

  /// The vectors of prepared texts, in their order.
  ///
  /// - Throws: `interrupted`.
  public func outputs(for prepared: [PreparedText], isCancelled: () -> Bool) throws -> [Embedding] {
    let values = try engine.withLock { (engine) throws(InferenceError) in
      try engine.vectors(prepared.map(\.encoding), isCancelled: isCancelled, progress: { _ in })
    }
    return prepared.enumerated().map { index, text in
      Embedding(
        values: Array(values[index * dimensions..<(index + 1) * dimensions]), tokens: text.tokenCount,
        isTruncated: text.encoding.isTruncated)
    }
  }
}
