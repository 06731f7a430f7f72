import BertBaselines
public import BertData
public import BertEncoder
package import BertKernels
import BertStorage
public import Foundation
import Synchronization

/// A trained token classifier, ready to find entities: a bundle of an encoder or of a conditional random field, or a
/// directory that transformers wrote for `…ForTokenClassification`.
///
/// A text is read whole, a long one in windows that overlap. A word has the class of its first token. Several threads
/// may call the tagger; the calls of an encoder are computed one after another.
public final class TextTagger: Sendable {
  /// The classes of tokens, in order, such as `B-PER`.
  public let labels: [String]
  /// The bundle's record: how the classifier was trained; nil for a directory that is not a bundle.
  public let record: BundleRecord?
  /// The most tokens of a window; for a bundle the maximum length of its training. Without an encoder a text is read
  /// whole.
  public var maxLength: Int {
    switch reader {
    case .encoder(let tagging): tagging.maxLength
    case .words: .max
    }
  }
  /// The number format that the encoder computes in; fp32 without one.
  public let precision: Precision
  /// Notes for people about the model's files, one line each.
  public let notes: [String]

  /// How words get their tags.
  enum Reader: Sendable {
    /// From the logits of their tokens.
    case encoder(WordTagging)
    /// From features of the words, without an encoder.
    case words(WordTagger)
  }

  let reader: Reader
  /// The encoder and its threads, which serve one call at a time; nil without an encoder.
  private let engine: Mutex<Engine?>

  private struct Engine: @unchecked Sendable {
    // Unchecked, because the model is a class without synchronization of its own; it is only used under the mutex.
    let model: SequenceClassifier
    let lanes: BatchLanes
  }

  /// Loads a token classifier.
  ///
  /// - Parameters:
  ///   - url: A bundle or a Hugging Face directory.
  ///   - threads: Threads to compute with; nil for all cores.
  ///   - precision: The number format that the encoder computes in; nil for the format of the stored weights.
  /// - Throws: An ``InferenceError`` that names the file and what is wrong with it.
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
    if directory.isWordTagger, let record = directory.record {
      self.record = record
      labels = record.labels
      self.precision = .fp32
      notes = directory.notes
      reader = .words(try BaselineFiles.tagger(at: directory.url, record: record))
      engine = Mutex(nil)
      return
    }
    guard let model = directory.model else {
      throw .labelsTexts(path: directory.url.path, purpose: "classifying texts")
    }
    record = directory.record
    labels = try model.tokenClassLabels()
    try directory.requireLabels(labels)
    let precision = precision ?? Precision(of: model.checkpoint, on: compute)
    let compute = compute.computing(in: precision.factors)
    self.precision = precision
    reader = .encoder(WordTagging(model, labels: labels, record: record))
    notes = directory.notes
    do {
      let classifier = try SequenceClassifier.shared(
        checkpoint: model.checkpoint, configuration: model.configuration, classes: labels.count, head: .token,
        precision: precision, compute: compute)
      engine = Mutex(Engine(model: classifier, lanes: BatchLanes(compute)))
    } catch {
      throw .model(path: model.url.path, error)
    }
  }

  /// The entities of texts, in the order of the texts.
  ///
  /// - Throws: `unreadableTokens`, `notFinite`; a text's line is its number, from 1.
  public func tag(_ texts: [String]) throws(InferenceError) -> [TaggedText] {
    try tag(texts.enumerated().map { TokenRow(.text($0.element, entities: nil), line: $0.offset + 1) })
  }

  /// The entities of rows, in their order. Words are joined with a space, and each keeps its own tag.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - isCancelled: Called before each batch.
  /// - Throws: `interrupted`; `unreadableTokens` or `notFinite` for a row that has no prediction.
  public func tag(
    _ rows: [TokenRow], isCancelled: () -> Bool = { false }
  ) throws(InferenceError) -> [TaggedText] {
    let tagged =
      switch reader {
      case .encoder(let tagging): try tagged(rows, tagging.encode(rows), tagging, isCancelled: isCancelled)
      case .words(let tagger): try tagged(rows, tagger, isCancelled: isCancelled)
      }
    try WordTagging.requireFinite(tagged, of: rows)
    return tagged
  }

  /// The tagged texts of rows that are tokenized already; scores may not be finite.
  func tagged(
    _ rows: [TokenRow], _ encoded: [TextEncoder.Encoded], _ tagging: WordTagging, isCancelled: () -> Bool
  ) throws(InferenceError) -> [TaggedText] {
    tagging.tagged(rows, encoded, try logits(encoded, tagging, isCancelled: isCancelled))
  }

  /// The tagged texts of rows by their words, without an encoder; scores may not be finite.
  func tagged(
    _ rows: [TokenRow], _ tagger: WordTagger, isCancelled: () -> Bool
  ) throws(InferenceError) -> [TaggedText] {
    try rows.map { row throws(InferenceError) in
      if isCancelled() { throw .interrupted }
      let found = tagger.tagged(row)
      return TaggedText(row.text, words: found.places ?? row.words ?? [], tags: found.tags, scores: found.scores)
    }
  }

  /// The logits of all tokens of the rows' windows, `[T, C]`; empty without an encoder.
  ///
  /// - Throws: `unreadableTokens`.
  package func logits(_ rows: [TokenRow]) throws(InferenceError) -> [Float] {
    guard case .encoder(let tagging) = reader else { return [] }
    return try logits(tagging.encode(rows), tagging, isCancelled: { false })
  }

  private func logits(
    _ encoded: [TextEncoder.Encoded], _ tagging: WordTagging, isCancelled: () -> Bool
  ) throws(InferenceError) -> [Float] {
    do {
      return try engine.withLock { (engine) throws(PredictionInterrupted) in
        guard let engine else { return [] }
        return try tagging.logits(encoded, of: engine.model, on: engine.lanes, isCancelled: isCancelled)
      }
    } catch {
      throw .interrupted
    }
  }
}
