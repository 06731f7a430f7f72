public import BertData
public import BertEncoder
package import BertKernels
import BertText
public import Foundation
import Synchronization

/// Turns texts into vectors that can be compared: sentence embeddings.
///
/// It is loaded from a directory of sentence-transformers or Model2Vec, from a bundle, or from any directory with an
/// encoder that transformers wrote; the vectors are those of sentence-transformers and Model2Vec. Several threads may
/// call it; the calls are computed one after another.
public final class TextEmbedder: Sendable {
  /// The number of values of one vector.
  public let dimensions: Int
  /// The most tokens of a text that are read, including special tokens.
  public let maxLength: Int
  /// The pooling modes; the vectors of several are concatenated.
  public let pooling: [PoolingMode]
  /// Whether the vectors have length 1.
  public let normalizes: Bool
  /// The number format that the encoder computes in; a table of token vectors is read in fp32.
  public let precision: Precision
  /// Whether the vectors come from an encoder, not from a table of token vectors.
  package var isEncoder: Bool {
    if case .encoder = source { true } else { false }
  }
  /// The function that compares two vectors, by the model's files.
  public let similarity: SimilarityFunction
  /// The prompt that is put before each text; empty for none.
  public let prompt: String
  /// The prompts of the model's files by name.
  package let prompts: [String: String]
  /// Whether tokens of the prompt are left out of the mean.
  private let skipsPrompt: Bool
  /// Notes for people about the model's files, one line each.
  public let notes: [String]

  /// The thread of asynchronous calls.
  let workQueue = WorkQueue(label: "bertft.embedder")
  let tokenizer: any Tokenizer
  /// How a text is tokenized and truncated.
  let encoding: EncodingOptions
  let source: EmbeddingSource
  /// The prompt's tokens, without special ones.
  let promptIDs: [Int32]
  /// The special tokens that are put around a text.
  let addedIDs: Set<Int32>
  /// The vectors kept between runs; nil where none are kept.
  package let store: FeatureStore?
  /// The model and its threads, which serve one call at a time.
  let engine: Mutex<EmbeddingEngine>

  /// Loads an encoder and packs its weights, or a table of token vectors.
  ///
  /// - Parameters:
  ///   - url: The model's directory.
  ///   - options: How texts become vectors, where that differs from the model's files.
  ///   - threads: Threads to compute with; nil for all cores. The results do not depend on them.
  ///   - cache: Keeps vectors between runs; nil keeps none. The results do not depend on it.
  /// - Throws: an ``InferenceError`` that names the file or the option and what is wrong with it.
  public convenience init(
    contentsOf url: URL, options: EmbeddingOptions = EmbeddingOptions(), threads: Int? = nil,
    cache: FeatureCache? = nil
  ) throws(InferenceError) {
    try self.init(contentsOf: url, options: options, compute: .ready(threads: threads), cache: cache)
  }

  package convenience init(
    contentsOf url: URL, options: EmbeddingOptions, compute: Compute, cut: BatchCut = .standard,
    cache: FeatureCache? = nil
  ) throws(InferenceError) {
    try self.init(EmbeddingSource(at: url), options: options, compute: compute, cut: cut, cache: cache)
  }

  package convenience init(
    _ source: EmbeddingSource, options: EmbeddingOptions, threads: Int?
  ) throws(InferenceError) {
    try self.init(source, options: options, compute: .ready(threads: threads))
  }

  package init(
    _ source: EmbeddingSource, options: EmbeddingOptions, compute: Compute, cut: BatchCut = .standard,
    cache: FeatureCache? = nil
  ) throws(InferenceError) {
    let plan = try source.plan(options)
    precision = plan.precision(on: compute)
    let compute = compute.computing(in: precision.factors)
    let (pipeline, store) = try plan.pipeline(compute, cache: cache)
    dimensions = pipeline.dimensions
    maxLength = plan.maxLength
    pooling = plan.pooling
    normalizes = pipeline.normalizes
    similarity = plan.settings.similarity
    prompt = plan.prompt
    prompts = plan.settings.prompts
    skipsPrompt = plan.skipsPrompt
    notes = source.warnings
    tokenizer = plan.tokenizer
    encoding = plan.encoding
    self.source = source
    promptIDs =
      prompt.isEmpty
      ? [] : try tokenizer.encodeIDs(prompt, options: EncodingOptions(addSpecialTokens: false)).encoded(line: 0).ids
    addedIDs = Set(tokenizer.encodeIDs(of: [], options: EncodingOptions()).ids)
    self.store = store
    engine = Mutex(EmbeddingEngine(pipeline, cut: cut, store: store, compute: compute))
  }

  /// The vectors of texts.
  ///
  /// - Throws: what ``embed(_:isCancelled:progress:)`` throws.
  public func embed(_ texts: [String]) throws(InferenceError) -> Embeddings {
    try embed(texts.map { Example(text: $0, line: 0) })
  }

  /// The vectors of rows, which may be pairs of texts. Rows with the same tokens are computed once.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - isCancelled: Called before each batch.
  ///   - progress: Called with the share that is done, from 0 to 1, after batches and at the end.
  /// - Throws: `interrupted`; `unreadableTokens` or `notFinite` for a row that has no vector.
  public func embed(
    _ rows: [Example], isCancelled: () -> Bool = { false }, progress: (Double) -> Void = { _ in }
  ) throws(InferenceError) -> Embeddings {
    var memory = SequenceMemory(limit: 0)
    return try embed(rows, memory: &memory, isCancelled: isCancelled, progress: progress)
  }

  /// The same, with the vectors that `memory` keeps of earlier calls.
  package func embed(
    _ rows: [Example], memory: inout SequenceMemory, isCancelled: () -> Bool, progress: (Double) -> Void
  ) throws(InferenceError) -> Embeddings {
    // A place is the index of a sequence to encode, or -1 - the index of a remembered vector.
    var remembered: [[Float]] = []
    var places: [Int] = []
    var sequences: [Encoding] = []
    var known: [SequenceKey: Int] = [:]
    var tokens = 0, truncated = 0
    for row in rows {
      let encoding = try StageClock.time(.tokenizing) { () throws(InferenceError) in try encode(row) }
      tokens += encoding.ids.count
      if encoding.isTruncated { truncated += 1 }
      let key = SequenceKey(encoding)
      if let place = known[key] {
        places.append(place)
        continue
      }
      let place: Int
      if let vector = memory.vector(of: key) {
        remembered.append(vector)
        place = -remembered.count
      } else {
        place = sequences.count
        sequences.append(encoding)
      }
      known[key] = place
      places.append(place)
    }
    var reported = 0.0
    let vectors = try engine.withLock { (engine) throws(InferenceError) in
      try engine.vectors(sequences, isCancelled: isCancelled) {
        reported = Double($0) / Double(sequences.count)
        progress(reported)
      }
    }
    // The end was not reported where other threads computed the last batches, or nothing was encoded.
    if reported < 1 { progress(1) }
    var values = vectors
    if sequences.count < rows.count {
      values = []
      values.reserveCapacity(rows.count * dimensions)
      for place in places {
        if place < 0 {
          values += remembered[-place - 1]
        } else {
          values += vectors[place * dimensions..<(place + 1) * dimensions]
        }
      }
    }
    for (index, row) in rows.enumerated() {
      let vector = values[index * dimensions..<(index + 1) * dimensions]
      guard vector.allSatisfy(\.isFinite) else { throw .notFinite(line: row.line) }
    }
    if memory.isOpen {
      for (index, sequence) in sequences.enumerated() {
        memory.keep(Array(vectors[index * dimensions..<(index + 1) * dimensions]), of: SequenceKey(sequence))
      }
    }
    return Embeddings(
      dimensions: dimensions, values: values, tokens: tokens, truncated: truncated, encoded: sequences.count)
  }

  /// Tokenizes a row.
  ///
  /// - Throws: `unreadableTokens`.
  func encode(_ row: Example) throws(InferenceError) -> Encoding { try encode(row, prompt: prompt) }

  /// Tokenizes a row with another of the model's prompts in place of ``prompt``.
  ///
  /// - Parameters:
  ///   - row: A text or a pair of texts.
  ///   - name: The prompt's name in ``prompts``.
  /// - Throws: `unreadableTokens`; `unknownPrompt`; `option` where the model leaves the tokens of ``prompt`` out of the
  ///   mean, and this prompt is another.
  package func prepare(_ row: Example, promptNamed name: String) throws(InferenceError) -> PreparedText {
    guard let named = prompts[name] else {
      throw .unknownPrompt(name: name, known: prompts.filter { !$0.value.isEmpty }.map(\.key))
    }
    guard !skipsPrompt || named == prompt else {
      throw .option(
        name: "prompt-name", value: name,
        rule: "the model leaves the tokens of its prompt out of the mean, and was opened with another")
    }
    return PreparedText(encoding: try encode(row, prompt: named))
  }

  private func encode(_ row: Example, prompt: String) throws(InferenceError) -> Encoding {
    let text = prompt.isEmpty ? row.text : prompt + row.text
    return try source.encode(text, pair: row.pair, line: row.line, tokenizer, encoding)
  }
}
