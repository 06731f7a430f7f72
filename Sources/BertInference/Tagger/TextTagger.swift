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
  public let maxLength: Int
  /// What the encoder computes in.
  public let precision: Precision
  /// What a person should know about the model's files, one line each.
  public let notes: [String]

  private let tagging: WordTagging
  private let engine: Mutex<Engine>

  private struct Engine: @unchecked Sendable {
    // Unchecked, because the model is a class without synchronisation of its own; it is only reached through the mutex.
    let model: SequenceClassifier
    let lanes: BatchLanes
  }

  /// Whether a directory's `config.json`, or PEFT's `adapter_config.json`, says that the model was made to classify tokens.
  public static func isTagger(at url: URL) -> Bool {
    if let adapter = try? PEFTAdapter(at: url) { return adapter.isForTokens }
    guard let document = (try? ModelFiles(url))?.document else { return false }
    return ModelTask(className: document["architectures"]?.elements?.first?.string) == .tokenClassification
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

  package init(contentsOf url: URL, compute: Compute, precision: Precision? = nil) throws(InferenceError) {
    record = ClassifierBundle.exists(at: url) ? try ClassifierBundle(contentsOf: url).record : nil
    let model = try PretrainedModel(at: url)
    labels = try model.tokenClassLabels()
    guard record?.labels.elementsEqual(labels, by: { $0.utf8.elementsEqual($1.utf8) }) ?? true else {
      throw .fileMalformed(
        path: url.appendingPathComponent(ClassifierBundle.recordName).path,
        reason: "its labels are not those of config.json; restore the files, or train again")
    }
    self.precision = precision ?? Precision(of: model.checkpoint)
    // Where an architecture sets no limit, attention's memory does.
    let limit = model.configuration.hasUnlimitedPositions ? Self.longestWindow : .max
    maxLength = min(record?.text?.maxLength ?? .max, model.longestSequence, limit)
    tagging = WordTagging(
      model, classes: labels.map { TokenTag(className: $0) }, maxLength: maxLength, policy: .windows)
    notes = model.warnings + (record.map { model.differences(from: $0) } ?? [])
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
    let encoded = try tagging.encode(rows)
    return try tagging.tagged(rows, encoded, logits(encoded, isCancelled: isCancelled))
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
