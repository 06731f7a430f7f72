public import BertData
public import Foundation

/// A zero-shot classifier: it was not trained on its labels and classifies by their descriptions.
///
/// With an encoder it compares the vectors of texts and of the labels' descriptions. With an entailment head, trained
/// on natural language inference, it decides whether a sentence about the label follows from the text. Several threads
/// may call it; the calls are computed one after another.
///
/// ```swift
/// import BertFT
/// import Foundation
///
/// let encoder = try await Hub().model("all-MiniLM-L6-v2")
/// let classifier = try ZeroShotClassifier(
///   contentsOf: encoder, labels: LabelDescriptions(parsing: "sport=a report on sport,money=news of business"))
/// print(try classifier.predict(["The keeper saved two penalties."])[0].label)
/// ```
public final class ZeroShotClassifier: Sendable {
  /// How labels are scored.
  public enum Evidence: String, Sendable {
    /// The cosine of vectors.
    case cosine
    /// An entailment head.
    case entailment
  }

  /// The labels, in order, `[C]`.
  public let labels: [String]
  /// How the scores become a prediction: one label by softmax, or several.
  public let rule: OutputRule
  /// How labels are scored.
  public let evidence: Evidence
  /// The sentences that the descriptions are put into.
  public let templates: [LabelTemplate]
  /// The scores are divided by this before softmax.
  public let temperature: Double
  /// The model's prompt before each text and each description; empty for none.
  public let prompt: String
  /// Notes for people about the model's files, one line each.
  public let notes: [String]
  let scorer: any LabelScorer

  /// Opens an encoder, or a classifier with an entailment head.
  ///
  /// - Parameters:
  ///   - url: The model's directory.
  ///   - labels: At least two labels with their descriptions.
  ///   - options: Templates, temperature and how the model computes.
  /// - Throws: An ``InferenceError``: `hasOwnLabels` for a model that was trained on other labels, `oneLabelEach` where
  ///   several labels a text are asked of an encoder, `option`, or an error about the files.
  public convenience init(
    contentsOf url: URL, labels: LabelDescriptions, options: ZeroShotOptions = ZeroShotOptions()
  ) throws(InferenceError) {
    try self.init(OpenedDirectory(at: url), labels: labels, options: options)
  }

  package init(
    _ directory: OpenedDirectory, labels: LabelDescriptions, options: ZeroShotOptions
  ) throws(InferenceError) {
    guard labels.names.count > 1 else {
      throw .option(name: "labels", value: labels.names.joined(), rule: "must be at least two")
    }
    if let given = options.temperature, !(given.isFinite && given > 0) {
      throw .option(name: "temperature", value: "\(given)", rule: "must be a number above 0")
    }
    self.labels = labels.names
    var notes = directory.notes
    if let outputs = try directory.entailmentOutputs() {
      evidence = .entailment
      rule = .usual(options.isMultiLabel ? .multiLabel : .singleLabel, labels: labels.names.count)
      templates = options.templates.isEmpty ? [.example] : options.templates
      temperature = options.temperature ?? 1
      prompt = ""
      scorer = EntailmentScorer(
        try TextClassifier(directory, compute: .ready(threads: options.threads), precision: options.precision), outputs,
        sentences: LabelTemplate.sentences(labels, templates), isMultiLabel: options.isMultiLabel)
    } else {
      let model = try directory.encoderAlone()
      guard !options.isMultiLabel else { throw .oneLabelEach(path: directory.url.path) }
      evidence = .cosine
      rule = .singleLabel
      templates = options.templates.isEmpty ? [.description] : options.templates
      temperature = options.temperature ?? ZeroShotOptions.cosineTemperature
      let comparison = try DescriptionScorer(
        model, sentences: LabelTemplate.sentences(labels, templates), options: options)
      prompt = comparison.prompt
      scorer = comparison
      if !model.comparesSentences {
        notes.append(
          "\(directory.url.path): this encoder was not trained to compare sentences (it has no modules.json), so the "
            + "labels may be little better than chance; an encoder of sentence-transformers does better")
      }
    }
    self.notes = notes
  }

  /// The labels of texts, in their order.
  ///
  /// - Throws: What ``predict(_:prior:isCancelled:)`` throws; a text's line is its number, from 1.
  public func predict(_ texts: [String], prior: LabelPrior? = nil) throws(InferenceError) -> [Prediction] {
    try predict(texts.enumerated().map { Example(text: $0.element, line: $0.offset + 1) }, prior: prior)
  }

  /// The labels of rows, in their order.
  ///
  /// - Parameters:
  ///   - rows: Single texts.
  ///   - prior: The assumed frequencies of the labels; nil for no correction. Scores are corrected by their mean over
  ///     these rows, so that a prediction depends on all of them.
  ///   - isCancelled: Called before batches.
  /// - Throws: `interrupted`; `pairUnexpected`, `unreadableTokens` or `notFinite` for a row that has no prediction;
  ///   with a prior also `option` where it does not fit the labels, `tooFewForPrior` and `priorOfSeveral`.
  public func predict(
    _ rows: [Example], prior: LabelPrior? = nil, isCancelled: () -> Bool = { false }
  ) throws(InferenceError) -> [Prediction] {
    guard let prior else { return predictions(from: try logits(rows, isCancelled: isCancelled)) }
    var correction = try correction(by: prior)
    let logits = try logits(rows, isCancelled: isCancelled)
    correction.add(logits)
    return predictions(from: logits, offsets: try correction.offsets())
  }
}
