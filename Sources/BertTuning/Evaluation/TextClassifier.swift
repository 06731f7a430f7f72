public import BertData
public import BertEncoder
package import BertKernels
public import Foundation
import Synchronization

/// A trained classifier, ready to be asked.
///
/// It is loaded from a bundle, or from any directory that transformers wrote for sequence classification. Calls from
/// several threads are answered one after another.
public final class TextClassifier: Sendable {
  /// The classes, in order, and the values that stood for them in the data that it learnt from.
  public let labelSet: LabelSet
  /// The classes, in order.
  public var labels: [String] { labelSet.names }
  /// How the classifier came to be, where it is a bundle.
  public let record: BundleRecord?
  /// Tokens of a text that are read at the most.
  public let maxLength: Int
  /// What the encoder computes in.
  public let precision: Precision

  /// Where asynchronous calls compute.
  let workQueue = WorkQueue(label: "bertft.classifier")
  private let encoder: TextEncoder
  /// The model and its threads, which serve one call at a time.
  private let engine: Mutex<Engine>

  private struct Engine: @unchecked Sendable {
    // Unchecked, because the model is a class without synchronisation of its own; it is only reached through the mutex.
    let inference: Inference
  }

  /// Loads a classifier.
  ///
  /// - Parameters:
  ///   - url: a bundle or a Hugging Face directory.
  ///   - threads: threads to compute with; nil takes all cores.
  ///   - precision: what the encoder computes in; nil takes what the weights are stored in.
  /// - Throws: a ``TuningError`` that names the file and what is wrong with it.
  public convenience init(
    contentsOf url: URL, threads: Int? = nil, precision: Precision? = nil
  ) throws(TuningError) {
    let compute = Compute(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
    try self.init(contentsOf: url, compute: compute, precision: precision)
  }

  package init(contentsOf url: URL, compute: Compute, precision: Precision? = nil) throws(TuningError) {
    let record = ClassifierBundle.exists(at: url) ? try ClassifierBundle(contentsOf: url).record : nil
    let directory = try ModelDirectory(at: url)
    let labels = try directory.classifierLabels()
    self.precision = precision ?? Precision(of: directory.checkpoint)
    guard let labelSet = LabelSet(names: labels, values: record?.labelValues ?? labels),
      record?.labels.elementsEqual(labels, by: { $0.utf8.elementsEqual($1.utf8) }) ?? true
    else {
      throw .fileMalformed(
        path: url.appendingPathComponent(ClassifierBundle.recordName).path,
        reason: "its labels are not those of config.json; restore the files, or train anew")
    }
    self.labelSet = labelSet
    self.record = record
    maxLength = min(record?.text.maxLength ?? .max, directory.longestSequence)
    encoder = TextEncoder(
      tokenizer: directory.tokenizer, maxLength: maxLength, policy: record?.text.longText ?? .truncate)
    let model: SequenceClassifier
    do {
      model = try SequenceClassifier.shared(
        checkpoint: directory.checkpoint, configuration: directory.configuration, classes: labels.count,
        precision: self.precision, compute: compute)
    } catch {
      throw .model(path: url.path, error)
    }
    engine = Mutex(Engine(inference: Inference(model: model, compute: compute)))
  }

  /// The classes of texts, in the order of the texts.
  public func predict(_ texts: [String]) throws(TuningError) -> [Prediction] {
    try predict(encoded: texts.map { encoder.encode($0) }, isCancelled: { false })
  }

  /// The classes of rows, which may be pairs of texts, in their order.
  ///
  /// - Parameters:
  ///   - examples: the rows.
  ///   - isCancelled: asked before each batch.
  /// - Throws: `interrupted`.
  public func predict(
    _ examples: [Example], isCancelled: () -> Bool = { false }
  ) throws(TuningError) -> [Prediction] {
    try predict(encoded: examples.map { encoder.encode($0.text, pair: $0.pair) }, isCancelled: isCancelled)
  }

  /// Judges the classifier on labelled rows.
  ///
  /// - Parameters:
  ///   - examples: the rows.
  ///   - dataLabels: the labels that the rows' indices refer to; the classifier's own, in any order.
  ///   - isCancelled: asked before each batch.
  /// - Throws: `noRows`, `unlabelledRow`, `labelsDiffer` where the data has a label that the classifier does not know.
  public func evaluate(
    _ examples: [Example], labels dataLabels: LabelSet, isCancelled: () -> Bool = { false }
  ) throws(TuningError) -> ClassificationMetrics {
    guard !examples.isEmpty else { throw .noRows(part: "evaluation") }
    let places = dataLabels.names.map { name in
      labels.firstIndex { $0.utf8.elementsEqual(name.utf8) }
    }
    var truth: [Int] = []
    for example in examples {
      guard let label = example.label, places.indices.contains(label) else {
        throw .unlabelledRow(line: example.line)
      }
      guard let place = places[label] else { throw .labelsDiffer(data: dataLabels.names, classifier: labels) }
      truth.append(place)
    }
    let predictions = try predict(examples, isCancelled: isCancelled)
    return ClassificationMetrics(labels: labels, truth: truth, flatProbabilities: predictions.flatMap(\.scores))
  }

  private func predict(
    encoded: [TextEncoder.Encoded], isCancelled: () -> Bool
  ) throws(TuningError) -> [Prediction] {
    let logits = try engine.withLock { (engine) throws(TuningError) in
      try engine.inference.logits(encoded, isCancelled: isCancelled)
    }
    let classes = labels.count
    return encoded.indices.map {
      Prediction(labels: labels, logits: Array(logits[$0 * classes..<($0 + 1) * classes]))
    }
  }
}
