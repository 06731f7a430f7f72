import BertCheckpoint
public import BertData
import BertEncoder
public import BertInference
import BertKernels
import BertText
public import Foundation

/// Makes a bundle, a classifier's directory, or the directory of an encoder into one with int8 weights.
public struct Quantizer {
  /// How the bundle came to be, where it is one.
  public let record: BundleRecord?
  /// The classes, in order; empty where there is only an encoder.
  public let labels: [String]
  /// How outputs become an answer.
  public let rule: OutputRule

  /// What is worth knowing about the model's files.
  public var notes: [String] { source.warnings + (record.map { source.differences(from: $0) } ?? []) }

  private let source: PretrainedModel
  private let encoder: TransformerEncoder
  private let classifier: SequenceClassifier?
  private let textEncoder: TextEncoder
  private let compute: Compute

  /// Loads the model.
  ///
  /// - Throws: a ``TuningError`` where it cannot be read, or `alreadyQuantized`.
  public init(contentsOf url: URL, threads: Int) throws(TuningError) {
    record = try TuningError.translating { () throws(InferenceError) in
      ClassifierBundle.exists(at: url) ? try ClassifierBundle(contentsOf: url).record : nil
    }
    guard record?.baseline == nil else {
      throw .fileMalformed(path: url.path, reason: "the bundle of a simple model has no encoder to quantise")
    }
    if let tasks = record?.tasks {
      throw .inference(.answersSeveral(path: url.path, questions: tasks.map(\.name)))
    }
    let record = record
    (source, compute, labels, rule) = try TuningError.translating { () throws(InferenceError) in
      let source = try PretrainedModel(at: url), compute = try Compute.ready(threads: threads)
      guard !source.isEncoder else { return (source, compute, [], .singleLabel) }
      let answers = try source.answers()
      return (
        source, compute, answers.labels, try answers.rule.with(record, labels: answers.labels.count, path: url.path)
      )
    }
    guard Precision(of: source.checkpoint) == .fp32 else { throw .alreadyQuantized(path: url.path) }
    // The parts of such a model lie in several folders, of which only the encoder's would be quantised.
    guard source.folder == url else {
      throw .fileMalformed(
        path: url.path, reason: "the encoder lies in \(source.folder.lastPathComponent); give that folder")
    }
    (classifier, encoder) = try Self.model(of: source, classes: labels.count)
    textEncoder = TextEncoder(
      source, maxLength: min(record?.text?.maxLength ?? .max, source.longestSequence),
      policy: record?.text?.longText ?? .truncate, prompt: record?.text?.prompt ?? "")
  }

  /// The rows of the file that the bundle was trained on which it did not learn from.
  ///
  /// - Parameters:
  ///   - examples: all rows of that file.
  ///   - labels: the labels that the rows' indices refer to.
  /// - Returns: the validation rows; nil where the division cannot be made again.
  public func heldOut(_ examples: [Example], labels: LabelSet) -> [Example]? {
    guard let record, let options = record.trainingOptions, record.data.validationRows > 0 else { return nil }
    let share = Double(record.data.validationRows) / Double(record.data.validationRows + record.data.trainingRows)
    // The share itself is not on record, but that the rows are the same is.
    for fraction in [(share * 100).rounded() / 100, (share * 1000).rounded() / 1000, share] {
      let data = try? TrainingData(
        splitting: examples, labels: labels, validationFraction: fraction, seed: options.seed)
      if let data, data.digest == record.data.contentSha256 { return data.validation }
    }
    return nil
  }

  /// Quantises, measures, and writes the directory where the agreement suffices.
  ///
  /// - Parameters:
  ///   - rows: texts to compare fp32 and int8 on.
  ///   - minimum: least `Agreement.decisive` figure.
  ///   - output: where the result goes; a bundle there is replaced.
  ///   - isCancelled: asked before each batch.
  /// - Throws: `noRows`, `agreementTooLow`, which leaves nothing behind, `interrupted`, or what the file system refuses.
  public func run(
    rows: [Example], minimum: Double, output: URL, isCancelled: @escaping () -> Bool = { false }
  ) throws(TuningError) -> Agreement {
    guard !rows.isEmpty else { throw .noRows(part: "comparison") }
    try BundlePlacement.check(destination: output)
    let texts = try TuningError.translating { () throws(InferenceError) in
      try rows.map { row throws(InferenceError) in try textEncoder.encode(row) }
    }
    let exact = try answers(texts, .fp32, isCancelled)
    encoder.roundWordEmbeddings()
    let rounded = try answers(texts, .int8, isCancelled)
    let agreement = exact.agreement(with: rounded, rows: rows.count)
    guard agreement.decisive >= minimum else { throw .agreementTooLow(agreement, minimum: minimum) }

    let weights = classifier?.quantizedTensorSources(compute) ?? encoder.quantizedTensorSources(compute)
    try BundlePlacement(destination: output).install { (directory: URL) throws(TuningError) in
      try QuantizedFiles(source: source, record: record, agreement: agreement).write(weights, to: directory)
    } verify: { (url: URL) throws(TuningError) in
      let probes = Array(texts.prefix(8))
      let read = try Quantizer(rereading: url, classes: labels.count, textEncoder, compute).answers(
        probes, .int8, { false })
      let same = try answers(probes, .int8, { false })
      let difference = zip(read.vectors, same.vectors).map { abs($0 - $1) }.max() ?? 0
      guard read.logits == same.logits, difference == 0 else {
        throw .bundleDiffers(path: url.path, difference: Double(difference))
      }
    }
    return agreement
  }

  /// The directory just written, read back.
  private init(
    rereading url: URL, classes: Int, _ textEncoder: TextEncoder, _ compute: Compute
  ) throws(TuningError) {
    source = try TuningError.translating { () throws(InferenceError) in try PretrainedModel(at: url) }
    record = nil
    labels = []
    rule = .singleLabel
    self.textEncoder = textEncoder
    self.compute = compute
    (classifier, encoder) = try Self.model(of: source, classes: classes)
  }

  /// The model of a directory.
  ///
  /// - Parameter classes: C; 0 for an encoder without a classifier.
  private static func model(
    of source: PretrainedModel, classes: Int
  ) throws(TuningError) -> (classifier: SequenceClassifier?, encoder: TransformerEncoder) {
    do {
      guard classes > 0 else {
        return (nil, try TransformerEncoder(checkpoint: source.checkpoint, configuration: source.configuration))
      }
      let classifier = try SequenceClassifier(
        checkpoint: source.checkpoint, configuration: source.configuration, classes: classes, seed: 0)
      return (classifier, classifier.encoder)
    } catch {
      throw .model(path: source.url.path, error)
    }
  }

  private func answers(
    _ texts: [TextEncoder.Encoded], _ precision: Precision, _ isCancelled: () -> Bool
  ) throws(TuningError) -> ModelAnswers {
    let width = source.configuration.hiddenSize
    var logits: [Double] = []
    if let classifier {
      classifier.prepareForInference(compute, precision: precision)
      do {
        logits = try Inference(model: classifier, compute: compute).logits(texts, isCancelled: isCancelled)
      } catch {
        throw .interrupted(checkpoint: nil)
      }
    } else {
      encoder.prepareForInference(compute, precision: precision)
    }
    let vectors: [Float]
    do {
      vectors = try BatchLanes(compute).rows(
        of: texts.flatMap(\.windows), width: width, isCancelled: isCancelled, progress: { _ in }
      ) { batch, out, compute in
        encoder.withHiddenStates(batch, compute: compute) {
          compute.pool(.mean, $0, boundaries: batch.boundaries, into: out)
        }
      }
    } catch {
      throw .interrupted(checkpoint: nil)
    }
    return ModelAnswers(vectors: vectors, width: width, logits: logits, classes: classifier?.classes ?? 0, rule: rule)
  }
}
