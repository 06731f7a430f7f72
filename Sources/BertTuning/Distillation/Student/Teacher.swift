import BertData
import BertEncoder
import BertInference
import BertKernels
import BertStorage
import BertText
import Foundation

/// The model that a student is distilled from, and the kind of its outputs.
struct Teacher: Sendable {
  /// The kind of outputs.
  enum Outputs: Sendable {
    /// The answer to a text: the labels, and the rule that gives it.
    case answers([String], OutputRule)
    /// The vector of a text: the state of its first token, or the mean over all tokens.
    case vectors(takesFirst: Bool)
  }

  let source: PretrainedModel
  /// The content of `bertft.json`; nil where the directory is not a bundle.
  let record: BundleRecord?
  let outputs: Outputs

  /// Opens a directory.
  ///
  /// - Throws: `studentUnfit` for a model that cannot be distilled; `inference`.
  init(at url: URL) throws(TuningError) {
    let opened = try TuningError.translating { () throws(InferenceError) in try OpenedDirectory(at: url) }
    record = opened.record
    func refuse(_ reason: String) -> TuningError { .studentUnfit(path: url.path, reason: reason) }
    guard case .encoder(let source) = opened.content else {
      throw refuse("there is no encoder in it, whose layers the student would take")
    }
    self.source = source
    guard source.folder == source.url else {
      throw refuse(
        "its weights are those of \(source.folder.path); give a directory that holds all of a model")
    }
    guard source.document["quantization_config"] == nil, Precision(of: source.checkpoint) != .int8 else {
      throw refuse("its weights are rounded; give the model that they were made from")
    }
    if record?.tasks != nil { throw refuse("it answers several questions, and a student of these is not made yet") }
    if source.task == .tokenClassification {
      throw refuse("it labels tokens, and a student of that is not made yet; give a classifier of texts, or an encoder")
    }
    if record?.neighbours != nil || record?.appended != nil {
      throw refuse(
        "its labelled texts take part in each answer, and a student would need them too; train another with the method finetune"
      )
    }
    if record == nil, !source.hasClassifier, source.isEncoder || source.task == .maskedLanguageModel {
      let modes = try TuningError.translating { () throws(InferenceError) in try source.sentencePooling() }
      guard modes == [.mean] || modes == [.cls] else {
        throw refuse(
          "its vectors are pooled by \(modes.map(\.rawValue).joined(separator: "+")), and a student learns mean or cls")
      }
      outputs = .vectors(takesFirst: modes == [.cls])
    } else {
      let record = record
      outputs = try TuningError.translating { () throws(InferenceError) in
        let answers = try source.answers()
        return .answers(
          answers.labels, try answers.rule.with(record, labels: answers.labels.count, path: url.path))
      }
    }
  }

  /// The kind of the loss of the outputs.
  var kind: TeacherLoss.Kind {
    guard case .answers(_, let rule) = outputs else { return .vector }
    return switch rule.problem {
    case .singleLabel: .oneLabel
    case .multiLabel: .severalLabels
    case .regression: .number
    }
  }

  /// Loads the model.
  ///
  /// - Parameter layers: The number of layers of a student, whose layers are to be copied in; nil loads all layers.
  /// - Throws: `model`.
  func model(layers: Int? = nil) throws(TuningError) -> SequenceClassifier {
    var configuration = source.configuration
    if let layers {
      configuration = configuration.keepingLayers(StudentLayers.places(layers, of: configuration.layerCount))
    }
    do {
      switch outputs {
      case .answers(let labels, _):
        return try SequenceClassifier(
          checkpoint: source.checkpoint, configuration: configuration, classes: labels.count, seed: 0)
      case .vectors(let takesFirst):
        return try SequenceClassifier(
          vectorsOf: source.checkpoint, configuration: configuration, poolings: [takesFirst ? .first : .mean])
      }
    } catch {
      throw .model(path: source.url.path, error)
    }
  }

  /// The encoder of texts, with the tokenizer, length and prompt of the model.
  ///
  /// - Parameter maxLength: Tokens at the most; nil for the model's own.
  func reader(maxLength: Int? = nil) -> TextEncoder {
    guard let text = record?.text else {
      return TextEncoder(source, maxLength: min(maxLength ?? .max, source.longestSequence), policy: .truncate)
    }
    return TextEncoder(
      source, maxLength: min(maxLength ?? text.maxLength, source.longestSequence), policy: text.longText,
      prompt: text.prompt ?? "")
  }

  /// The agreement of a student with the teacher: the share of texts with the same labels, Pearson's correlation of
  /// numbers, or the mean cosine of vectors.
  ///
  /// - Parameters:
  ///   - found: The student's outputs, `[texts, C]`.
  ///   - truth: The teacher's outputs, `[texts, C]`.
  ///   - width: C.
  func agreement(_ found: [Double], _ truth: [Double], width: Int) -> Double {
    let rows = stride(from: 0, to: truth.count, by: width).map {
      (Array(found[$0..<$0 + width]), Array(truth[$0..<$0 + width]))
    }
    func share(_ equal: ([Double], [Double]) -> Bool) -> Double {
      Double(rows.count { equal($0.0, $0.1) }) / Double(max(1, rows.count))
    }
    switch outputs {
    case .vectors:
      return rows.reduce(0) { $0 + 1 - CosineDistance.evaluate($1.0, $1.1).value } / Double(max(1, rows.count))
    case .answers(_, let rule):
      switch rule.problem {
      case .singleLabel:
        return share { a, b in a.indices.max { a[$0] < a[$1] } == b.indices.max { b[$0] < b[$1] } }
      case .multiLabel:
        func holds(_ logits: [Double]) -> [Bool] { zip(rule.scores(logits), rule.thresholds).map { $0 >= $1 } }
        return share { holds($0) == holds($1) }
      case .regression:
        // Equal numbers have no correlation.
        return RegressionMetrics(truth: truth, predictions: found).pearson ?? 0
      }
    }
  }
}
