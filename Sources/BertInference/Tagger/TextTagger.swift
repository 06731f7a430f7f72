public import BertData
public import BertEncoder
package import BertKernels
import BertStorage
public import Foundation
import Synchronization

/// A trained classifier of tokens, ready to find entities: a bundle, or what transformers wrote as
/// `…ForTokenClassification`.
///
/// A text is read whole, a long one in windows that overlap. A word has the class of its first token. Calls from several
/// threads are answered, one after another.
public final class TextTagger: Sendable {
  /// The classes of tokens, in order, such as `B-PER`.
  public let labels: [String]
  /// How the classifier came to be, where it is a bundle.
  public let record: BundleRecord?
  /// Tokens of a window at the most; of a bundle as many as it learnt from.
  public var maxLength: Int { tagging.maxLength }
  /// What the encoder computes in.
  public let precision: Precision
  /// What a person should know about the model's files, one line each.
  public let notes: [String]

  let tagging: WordTagging
  private let engine: Mutex<Engine>

  private struct Engine: @unchecked Sendable {
    // Unchecked, because the model is a class without synchronisation of its own; it is only reached through the mutex.
    let model: SequenceClassifier
    let lanes: BatchLanes
  }

  /// Loads a classifier of tokens.
  ///
  /// - Parameters:
  ///   - url: A bundle or a Hugging Face directory.
  ///   - threads: Threads to compute with; nil takes all cores.
  ///   - precision: What the encoder computes in; nil takes what the weights are stored in.
  /// - Throws: A ``InferenceError`` that names the file and what is wrong with it.
  public convenience init(
    contentsOf url: URL, threads: Int? = nil, precision: Precision? = nil
  ) throws(InferenceError) {
    try self.init(contentsOf: url, compute: .ready(threads: threads), precision: precision)
  }

  package convenience init(
    contentsOf url: URL, compute: Compute, precision: Precision? = nil
  ) throws(InferenceError) {
    try self.init(OpenedDirectory(at: url), compute: compute, precision: precision)
  }

  package init(
    _ directory: OpenedDirectory, compute: Compute, precision: Precision? = nil
  ) throws(InferenceError) {
    guard let model = directory.model else {
      throw .labelsTexts(path: directory.url.path, purpose: "classifying texts")
    }
    record = directory.record
    labels = try model.tokenClassLabels()
    try directory.requireLabels(labels)
    self.precision = precision ?? Precision(of: model.checkpoint)
    tagging = WordTagging(model, labels: labels, record: record)
    notes = directory.notes
    do {
      let classifier = try SequenceClassifier.shared(
        checkpoint: model.checkpoint, configuration: model.configuration, classes: labels.count, head: .token,
        precision: self.precision, compute: compute)
      engine = Mutex(Engine(model: classifier, lanes: BatchLanes(compute)))
    } catch {
      throw .model(path: model.url.path, error)
    }
  }

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
    let encoded = try tagging.encode(rows)
    let tagged = try tagged(rows, encoded, isCancelled: isCancelled)
    try WordTagging.requireFinite(tagged, of: rows)
    return tagged
  }

  /// What is found in rows that are cut into tokens already, be it finite or not.
  func tagged(
    _ rows: [TokenRow], _ encoded: [TextEncoder.Encoded], isCancelled: () -> Bool
  ) throws(InferenceError) -> [TaggedText] {
    tagging.tagged(rows, encoded, try logits(encoded, isCancelled: isCancelled))
  }

  /// The logits of all tokens of the rows' windows, `[T, C]`.
  ///
  /// - Throws: `unreadableTokens`.
  package func logits(_ rows: [TokenRow]) throws(InferenceError) -> [Float] {
    try logits(tagging.encode(rows), isCancelled: { false })
  }

  private func logits(
    _ encoded: [TextEncoder.Encoded], isCancelled: () -> Bool
  ) throws(InferenceError) -> [Float] {
    do {
      return try engine.withLock { (engine) throws(PredictionInterrupted) in
        try tagging.logits(encoded, of: engine.model, on: engine.lanes, isCancelled: isCancelled)
      }
    } catch {
      throw .interrupted
    }
  }
}
