package import BertBaselines
public import BertData
public import BertEncoder
package import BertKernels
public import Foundation

/// A trained classifier, ready to predict.
///
/// It is loaded from a bundle of an encoder or of a simple model, or from any directory that transformers wrote for
/// sequence classification. Several threads may call it; an encoder computes the calls one after another.
public final class TextClassifier: Sendable {
  /// The classes, in order, and the values that stood for them in the training data.
  public let labelSet: LabelSet
  /// The classes, in order.
  public var labels: [String] { labelSet.names }
  /// How logits become scores and a prediction: one label, several, or a number.
  public let rule: OutputRule
  /// The bundle's record: how the classifier was trained; nil for a directory that is not a bundle.
  public let record: BundleRecord?
  /// The most tokens of a text that are read; a simple model reads all.
  public let maxLength: Int
  /// The number format that the encoder computes in; a simple model computes in fp32.
  public let precision: Precision
  /// Notes for people about the model's files, one line each.
  public let notes: [String]

  /// The thread of asynchronous calls.
  let workQueue = WorkQueue(label: "bertft.classifier")
  private let model: any Classifier
  /// The model where it is an encoder with a head; nil for a simple model.
  var encoder: EncoderClassifier? { model as? EncoderClassifier }

  /// Loads a classifier.
  ///
  /// - Parameters:
  ///   - url: a bundle or a Hugging Face directory.
  ///   - threads: threads to compute with; nil for all cores.
  ///   - precision: the number format that the encoder computes in; nil for the format of the stored weights.
  /// - Throws: an ``InferenceError`` that names the file and what is wrong with it.
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
    let url = directory.url, record = directory.record
    if let tasks = record?.tasks { throw .answersSeveral(path: url.path, questions: tasks.map(\.name)) }
    guard !directory.isWordTagger else { throw .labelsTokens(path: url.path, purpose: "classifying texts") }
    let labels: [String]
    notes = directory.notes
    switch directory.content {
    case .simple(let baseline, let record):
      let simple = try BaselineFiles.read(at: url, record: record, baseline, compute: compute)
      model = simple
      labels = simple.labels
      maxLength = .max
      self.precision = .fp32
    case .table(let table):
      throw .headNotTrained(path: table.url.path, absent: [], purpose: "vectors of texts, a table without an encoder")
    case .encoder(let pretrained):
      let encoder = try EncoderClassifier(pretrained, record: record, compute: compute, precision: precision)
      model = encoder
      labels = encoder.labels
      maxLength = encoder.outputs.maxLength
      self.precision = encoder.outputs.precision
    }
    try directory.requireLabels(labels)
    guard
      let labelSet = LabelSet(
        names: labels, values: record?.labelValues ?? labels, alternatives: record?.labelAlternatives)
    else {
      throw .fileMalformed(
        path: url.appendingPathComponent(ClassifierBundle.recordName).path,
        reason: "the values of its labels do not fit them; restore the file, or train again")
    }
    self.labelSet = labelSet
    self.record = record
    // The rule of an encoder has the thresholds and calibration of the record already.
    rule = try model is EncoderClassifier ? model.rule : model.rule.with(record, labels: labels.count, path: url.path)
  }

  /// The classes of texts, in the order of the texts.
  ///
  /// - Throws: what ``predict(_:isCancelled:)`` throws; a text's line is its number, from 1.
  public func predict(_ texts: [String]) throws(InferenceError) -> [Prediction] {
    try predict(texts.enumerated().map { Example(text: $0.element, line: $0.offset + 1) })
  }

  /// The classes of rows, which may be pairs of texts, in their order.
  ///
  /// - Parameters:
  ///   - examples: the rows.
  ///   - isCancelled: called before each batch.
  /// - Throws: `interrupted`; `pairMissing`, `pairUnexpected`, `unreadableTokens` or `notFinite` for a row that has no
  ///   prediction.
  public func predict(
    _ examples: [Example], isCancelled: () -> Bool = { false }
  ) throws(InferenceError) -> [Prediction] {
    try finite(examples) { try outputs(for: examples.map { try prepare($0) }, isCancelled: isCancelled) }
  }

  /// A store of the features that the classifier sees, kept between runs; nil for a simple model and for int8.
  package func featureStore(_ cache: FeatureCache) -> FeatureStore? { encoder?.outputs.featureStore(cache) }

  /// The classes of rows, with the features of a store where it has them. They are the same as without a store.
  ///
  /// - Parameters:
  ///   - examples: The rows.
  ///   - store: The store of this classifier; nil computes all features.
  ///   - isCancelled: Called before each batch.
  /// - Throws: What ``predict(_:isCancelled:)`` throws.
  package func predict(
    _ examples: [Example], from store: FeatureStore?, isCancelled: () -> Bool = { false }
  ) throws(InferenceError) -> [Prediction] {
    guard let store, let encoder else { return try predict(examples, isCancelled: isCancelled) }
    return try finite(examples) {
      for example in examples { try record?.check(example) }
      return try encoder.predictions(examples, from: store, isCancelled: isCancelled)
    }
  }

  /// Vectors of rows, `[rows, H]`: the mean of the token states, up to a common scale. Nil where the classifier sees
  /// something else than this mean.
  ///
  /// - Parameters:
  ///   - examples: The rows.
  ///   - store: The store of this classifier; nil computes all features.
  ///   - isCancelled: Called before each batch.
  /// - Throws: What ``predict(_:isCancelled:)`` throws, except `notFinite`.
  package func sentenceFeatures(
    of examples: [Example], from store: FeatureStore?, isCancelled: () -> Bool = { false }
  ) throws(InferenceError) -> FeatureMatrix? {
    guard let encoder, let method = record?.method, method.seesMeans else { return nil }
    for example in examples { try record?.check(example) }
    return try encoder.sentenceFeatures(of: examples, from: store, isCancelled: isCancelled)
  }

  /// The predictions of `answer` for rows; throws `notFinite` where a score is not finite.
  private func finite(
    _ examples: [Example], _ answer: () throws -> [Prediction]
  ) throws(InferenceError) -> [Prediction] {
    let predictions: [Prediction]
    do {
      predictions = try answer()
    } catch let error as InferenceError {
      throw error
    } catch {
      // A classifier throws only one other error: `PredictionInterrupted`.
      throw .interrupted
    }
    for (example, prediction) in zip(examples, predictions) where !prediction.isFinite {
      throw .notFinite(line: example.line)
    }
    return predictions
  }

  /// Evaluates the classifier on labelled rows.
  ///
  /// - Parameters:
  ///   - examples: the rows.
  ///   - dataLabels: the labels that the rows' indices refer to; the classifier's own, in any order.
  ///   - isCancelled: called before each batch.
  /// - Returns: the metrics for the classifier's problem.
  /// - Throws: `noRows`, `unlabelledRow`, `labelsDiffer` where the data has a label that the classifier does not know;
  ///   what ``predict(_:isCancelled:)`` throws.
  public func evaluate(
    _ examples: [Example], labels dataLabels: LabelSet, isCancelled: () -> Bool = { false }
  ) throws(InferenceError) -> TaskMetrics {
    try judge(examples, labels: dataLabels, isCancelled: isCancelled).metrics
  }
}

extension TextClassifier: Classifier {
  /// Logits of rows, `[rows, C]`.
  public func logits(_ rows: [Example], isCancelled: () -> Bool) throws -> [Double] {
    if encoder == nil, let record {
      for row in rows { try record.check(row) }
    }
    return try model.logits(rows, isCancelled: isCancelled)
  }
}
