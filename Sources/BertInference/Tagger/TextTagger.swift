public import BertData
public import BertEncoder
package import BertKernels
import BertStorage
import BertText
public import Foundation
import Synchronization

/// A trained classifier of tokens, ready to find entities: what transformers wrote as `…ForTokenClassification`.
///
/// A text is read whole, a long one in windows that overlap. A word has the class of its first token. Calls from several
/// threads are answered, one after another.
public final class TextTagger: Sendable {
  /// The classes of tokens, in order, such as `B-PER`.
  public let labels: [String]
  /// Tokens of a window at the most.
  public let maxLength: Int
  /// What the encoder computes in.
  public let precision: Precision
  /// What a person should know about the model's files, one line each.
  public let notes: [String]

  private let tags: [TokenTag]
  private let encoder: TextEncoder
  private let continuationPrefix: String?
  private let engine: Mutex<Engine>

  private struct Engine: @unchecked Sendable {
    // Unchecked, because the model is a class without synchronisation of its own; it is only reached through the mutex.
    let model: SequenceClassifier
    let lanes: BatchLanes
  }

  /// Whether a directory's `config.json` says that the model was made to classify tokens.
  public static func isTagger(at url: URL) -> Bool {
    guard !ClassifierBundle.exists(at: url), let document = (try? ModelFiles(url))?.document else { return false }
    return ModelTask(className: document["architectures"]?.elements?.first?.string) == .tokenClassification
  }

  /// Loads a classifier of tokens.
  ///
  /// - Parameters:
  ///   - url: A Hugging Face directory.
  ///   - threads: Threads to compute with; nil takes all cores.
  ///   - precision: What the encoder computes in; nil takes what the weights are stored in.
  /// - Throws: A ``InferenceError`` that names the file and what is wrong with it.
  public convenience init(
    contentsOf url: URL, threads: Int? = nil, precision: Precision? = nil
  ) throws(InferenceError) {
    try self.init(PretrainedModel(at: url), compute: .ready(threads: threads), precision: precision)
  }

  package init(
    _ model: PretrainedModel, compute: Compute, precision: Precision? = nil
  ) throws(InferenceError) {
    labels = try model.tokenClassLabels()
    tags = labels.map { TokenTag(className: $0) }
    self.precision = precision ?? Precision(of: model.checkpoint)
    // Where an architecture sets no limit, attention's memory does.
    let limit = model.configuration.hasUnlimitedPositions ? Self.longestWindow : .max
    self.maxLength = min(model.longestSequence, limit)
    encoder = TextEncoder(model, maxLength: self.maxLength, policy: .windows)
    continuationPrefix = model.tokenizer.tokenizer.continuationPrefix
    notes = model.warnings
    do {
      let classifier = try SequenceClassifier.shared(
        checkpoint: model.checkpoint, configuration: model.configuration, classes: labels.count, head: .token,
        precision: self.precision, compute: compute)
      engine = Mutex(Engine(model: classifier, lanes: BatchLanes(compute)))
    } catch {
      throw .model(path: model.url.path, error)
    }
  }

  private static let longestWindow = 1024

  /// The entities of texts, in the order of the texts.
  ///
  /// - Throws: `unreadableTokens`, `notFinite`.
  public func tag(_ texts: [String]) throws(InferenceError) -> [TaggedText] {
    try tag(texts.enumerated().map { TokenRow(.text($0.element, entities: nil), line: $0.offset + 1) })
  }

  /// The entities of rows, in their order. Words are joined with a space, and each keeps its own tag.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - isCancelled: Asked before each batch.
  /// - Throws: `interrupted`; `unreadableTokens` or `notFinite` for a row that has no answer.
  public func tag(
    _ rows: [TokenRow], isCancelled: () -> Bool = { false }
  ) throws(InferenceError) -> [TaggedText] {
    var encoded: [TextEncoder.Encoded] = []
    for row in rows {
      encoded.append(try encoder.encode(Example(text: row.text, line: row.line), withOffsets: true))
    }
    let logits: [Float]  // [T, C]
    do {
      logits = try engine.withLock { (engine) throws(PredictionInterrupted) in
        try engine.lanes.rows(
          of: encoded.flatMap(\.windows), width: labels.count, head: .token, isCancelled: isCancelled,
          progress: { _ in }
        ) { engine.model.logits($0, into: $1, compute: $2) }
      }
    } catch {
      throw .interrupted
    }
    var tagged: [TaggedText] = []
    var first = 0
    for (row, encoded) in zip(rows, encoded) {
      tagged.append(try self.tagged(row, TokenClasses(encoded, first: first), logits))
      first += encoded.tokenCount
    }
    return tagged
  }

  private func tagged(
    _ row: TokenRow, _ classes: TokenClasses, _ logits: [Float]
  ) throws(InferenceError) -> TaggedText {
    let text = row.text, scalars = Array(text.unicodeScalars)
    let words =
      row.words
      ?? WordAlignment.words(
        tokens: classes.tokens, offsets: classes.offsets, continuationPrefix: continuationPrefix, in: scalars)
    let alignment = WordAlignment(
      words: words, offsets: classes.offsets, isSpecial: classes.offsets.map { _ in false }, in: scalars)
    var tags: [TokenTag] = []
    var scores: [Double] = []
    for token in alignment.firstTokens {
      guard let token else {
        // A word that the tokenizer makes nothing of is in no entity.
        tags.append(.outside)
        scores.append(1)
        continue
      }
      let place = classes.rows[token] * labels.count
      let values = logits[place..<place + labels.count].map(Double.init)
      guard values.allSatisfy(\.isFinite) else { throw .notFinite(line: row.line) }
      let largest = values.max() ?? 0
      let best = values.firstIndex(of: largest) ?? 0
      tags.append(self.tags[best])
      scores.append(1 / values.reduce(0) { $0 + exp($1 - largest) })
    }
    return TaggedText(text, words: words, tags: tags, scores: scores)
  }
}
