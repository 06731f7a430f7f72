public import BertData
public import BertEncoder
package import BertKernels
import BertText
public import Foundation
import Synchronization

/// Turns texts into vectors that can be compared: sentence embeddings.
///
/// It is loaded from a directory of sentence-transformers or Model2Vec, from a bundle, or from any directory with an
/// encoder that transformers wrote; the vectors are those of sentence-transformers and Model2Vec. Calls from several threads are answered one after
/// another.
public final class TextEmbedder: Sendable {
  /// Values of one vector.
  public let dimensions: Int
  /// Tokens of a text that are read at the most, special ones included.
  public let maxLength: Int
  /// The pooling modes, whose vectors stand side by side.
  public let pooling: [PoolingMode]
  /// Whether the vectors have length 1.
  public let normalizes: Bool
  /// What the encoder computes in; a table of token vectors is read in fp32.
  public let precision: Precision
  /// Whether an encoder makes the vectors, and no table of token vectors.
  package var isEncoder: Bool {
    if case .encoder = source { true } else { false }
  }
  /// What an encoder's checkpoint was made for; nil where its files do not say, and of a table.
  package var task: ModelTask? {
    if case .encoder(let model) = source { model.task } else { nil }
  }
  /// What the model's files say that its vectors are to be compared by.
  public let similarity: SimilarityFunction
  /// What is put before each text; empty for nothing.
  public let prompt: String
  /// The texts that the model's files say may stand before a text, by name; empty for nothing.
  package let prompts: [String: String]
  /// Whether tokens of the prompt are left out of the mean.
  private let skipsPrompt: Bool
  /// What a person should know about the model's files, one line each.
  public let notes: [String]

  /// Where asynchronous calls compute.
  let workQueue = WorkQueue(label: "bertft.embedder")
  let tokenizer: any Tokenizer
  /// How a text is cut into tokens.
  let encoding: EncodingOptions
  let source: EmbeddingSource
  /// The prompt's tokens, without special ones.
  let promptIDs: [Int32]
  /// The special tokens that are put around a text.
  let addedIDs: Set<Int32>
  /// Where vectors are kept between runs; nil where they are not.
  package let store: FeatureStore?
  /// The model and its threads, which serve one call at a time.
  let engine: Mutex<EmbeddingEngine>

  /// Loads an encoder and packs its weights, or a table of token vectors.
  ///
  /// - Parameters:
  ///   - url: The model's directory.
  ///   - options: Where it is not to be as the model's files say.
  ///   - threads: Threads to compute with; nil takes all cores. The results do not depend on them.
  ///   - cache: Where vectors are kept between runs; nil keeps none. The results do not depend on it.
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
  /// - Throws: as the vectors of rows do.
  public func embed(_ texts: [String]) throws(InferenceError) -> Embeddings {
    try embed(texts.map { Example(text: $0, line: 0) })
  }

  /// The vectors of rows, which may be pairs of texts. Rows with the same tokens are computed once.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - isCancelled: Asked before each batch.
  ///   - progress: How much is done, from 0 to 1; called after batches and at the end.
  /// - Throws: `interrupted`; `unreadableTokens` or `notFinite` for a row that has no vector.
  public func embed(
    _ rows: [Example], isCancelled: () -> Bool = { false }, progress: (Double) -> Void = { _ in }
  ) throws(InferenceError) -> Embeddings {
    var memory = SequenceMemory(limit: 0)
    return try embed(rows, memory: &memory, isCancelled: isCancelled, progress: progress)
  }

  /// The same, where vectors of earlier calls may be used again.
  package func embed(
    _ rows: [Example], memory: inout SequenceMemory, isCancelled: () -> Bool, progress: (Double) -> Void
  ) throws(InferenceError) -> Embeddings {
    // Places from 0 on are sequences to encode, those below 0 vectors that are known.
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
    // Where other threads took the last batches, or there was nothing to encode, the end is still to be said.
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

  /// Cuts a row into tokens.
  ///
  /// - Throws: `unreadableTokens`.
  func encode(_ row: Example) throws(InferenceError) -> Encoding { try encode(row, behind: prompt) }

  /// Cuts a row into tokens, with one of the model's prompts before it in the place of its usual one.
  ///
  /// - Parameter name: The prompt's, of ``prompts``.
  /// - Throws: `unreadableTokens`; `unknownPrompt`; `option` where the model leaves the tokens of its prompt out of the mean,
  ///   and this prompt is another.
  package func prepare(_ row: Example, promptNamed name: String) throws(InferenceError) -> PreparedText {
    guard let named = prompts[name] else {
      throw .unknownPrompt(name: name, known: prompts.filter { !$0.value.isEmpty }.map(\.key))
    }
    guard !skipsPrompt || named == prompt else {
      throw .option(
        name: "prompt-name", value: name,
        rule: "the model leaves the tokens of its prompt out of the mean, and was opened with another")
    }
    return PreparedText(encoding: try encode(row, behind: named))
  }

  private func encode(_ row: Example, behind prompt: String) throws(InferenceError) -> Encoding {
    let text = prompt.isEmpty ? row.text : prompt + row.text
    return try source.encode(text, pair: row.pair, line: row.line, tokenizer, encoding)
  }
}
