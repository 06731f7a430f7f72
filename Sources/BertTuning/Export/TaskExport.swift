import BertCheckpoint
import BertData
import BertEncoder
public import BertInference
import BertKernels
import BertStorage
public import Foundation

/// Exports one question of a bundle that answers several as a bundle of its own, which transformers loads as a
/// classifier of texts.
public struct TaskExport {
  /// The record of the bundle of several questions.
  public let record: BundleRecord
  private let url: URL
  private let source: PretrainedModel

  /// Opens a bundle.
  ///
  /// - Parameter url: the directory of the bundle.
  /// - Throws: a ``TuningError`` where it cannot be read, or answers a single question.
  public init(contentsOf url: URL) throws(TuningError) {
    self.url = url
    (record, source) = try TuningError.translating { () throws(InferenceError) in
      (try ClassifierBundle(contentsOf: url).record, try PretrainedModel(at: url))
    }
    guard record.tasks != nil else {
      throw .fileMalformed(
        path: url.path, reason: "the bundle answers a single question, so there is none to export from it")
    }
  }

  /// Writes the bundle of a question, and reads it back.
  ///
  /// - Parameters:
  ///   - name: the name of the question.
  ///   - destination: where the new bundle goes.
  /// - Throws: `option` for a question that the bundle does not answer, and for the bundle itself as the destination;
  ///   `outputTaken`, `model`, `checkpoint`, `file`; `bundleDiffers` where the new bundle answers otherwise.
  public func write(_ name: String, to destination: URL) throws(TuningError) {
    let tasks = record.tasks ?? []
    guard let task = tasks.first(where: { $0.name == name }) else {
      throw .option(
        name: "task", value: name, rule: "the bundle answers \(tasks.map(\.name).joined(separator: ", "))")
    }
    guard destination.standardizedFileURL != url.standardizedFileURL else {
      throw .option(name: "out", value: destination.path, rule: "is the bundle itself; choose another place")
    }
    let file = url.appendingPathComponent(ClassifierBundle.recordName).path
    let (question, rule) = try TuningError.translating { () throws(InferenceError) in
      let question = try task.question(path: file)
      try source.requireHeads(of: record.outputs ?? [])
      return question
    }
    try BundleWriter(source: source, destination: destination).write(
      weights: try weights(QuestionOutputs(name: name, classes: question.outputs)),
      configuration: source.configuration, outputs: .texts(rule), record: record(of: task, question), metricsLog: Data()
    ) { (bundle: URL) throws(TuningError) in try check(bundle, name) }
  }

  /// The tensors of the encoder and of the question's head, under the names of a model of one question.
  private func weights(_ question: QuestionOutputs) throws(TuningError) -> [TensorSource] {
    do {
      return try SequenceClassifier(
        checkpoint: source.checkpoint, configuration: source.configuration, classes: question.classes, seed: 0,
        head: .questions([question])
      ).tensorSources(of: question)
    } catch {
      throw .model(path: url.path, error)
    }
  }

  /// The record of a bundle with the question alone.
  private func record(of task: BundleRecord.TaskRecord, _ question: QuestionLabels) -> BundleRecord {
    var own = record
    own.formatVersion = BundleRecord.currentFormat
    own.tasks = nil
    own.labels = task.labels
    own.labelValues = task.labelValues
    own.labelAlternatives = task.labelAlternatives
    own.thresholds = task.thresholds
    own.calibration = task.calibration
    own.methodReason = "the question \(question.name) of a bundle of several"
    func figures(_ metrics: TaskMetrics?) -> TaskMetrics? {
      guard case .several(let metrics)? = metrics else { return nil }
      return metrics.questions.first { $0.question == question.name }?.metrics
    }
    own.metrics = BundleRecord.Metrics(
      validation: figures(record.metrics.validation), test: figures(record.metrics.test),
      majorityValidation: figures(record.metrics.majorityValidation),
      majorityTest: figures(record.metrics.majorityTest))
    return own
  }

  /// Checks that the new bundle answers as the old one.
  ///
  /// - Throws: `bundleDiffers`, `inference`.
  private func check(_ bundle: URL, _ name: String) throws(TuningError) {
    let pair = record.takesPairs == true ? Self.probe : nil
    let probe = [Example(text: Self.probe, pair: pair, line: 0)]
    let (old, new) = try TuningError.translating { () throws(InferenceError) in
      let compute = try Compute.ready(threads: nil)
      let old = try MultiTaskClassifier(contentsOf: url, compute: compute).predict(probe)
      let new = try TextClassifier(contentsOf: bundle, compute: compute).predict(probe)
      return (old.compactMap { $0[name] }.flatMap(\.logits), new.flatMap(\.logits))
    }
    let difference = ReadBack.difference(new, old)
    guard difference <= 1e-4 else { throw .bundleDiffers(path: bundle.path, difference: difference) }
  }

  private static let probe = "a text to compare the two bundles by"
}
