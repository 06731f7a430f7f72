import BertBaselines
import BertData
import BertEncoder
import BertFeatures
import BertInference
import BertKernels

/// The method `features`: the encoder runs once over all texts, and a linear model learns from its pooled features: a
/// logistic regression, one for each label of several, or ridge regression. The result is the model's classifier layer,
/// so that the bundle is an ordinary one.
///
/// The features are the input of the architecture's classifier, for BERT the pooler's output. Before these the model
/// has an added layer that takes the mean of the token states, see `SequenceClassifier.init(meanPooling:)`.
struct FeatureTrainer {
  let model: SequenceClassifier
  let compute: Compute
  let labels: [String]
  /// How the outputs become an answer.
  let rule: OutputRule
  let classWeights: [Double]?
  /// Where features are kept between runs; nil where they are not.
  let store: FeatureStore?
  /// The domain that the head is adapted to, where there is one.
  var transfer: TransferTexts?
  /// The descriptions of the labels, where there are some and the head may learn from them.
  var descriptions: DescribedTexts?
  /// Texts without labels to learn from beside the labelled ones; never together with another domain.
  var unlabelled: UnlabelledUse?
  /// How such texts improve the features instead.
  var selfTaught: SelfTaught?
  /// Whether the texts are copies of a few sentences, which cannot judge a head that learnt from other copies.
  var learnsFromCopies = false

  /// The result of the regression.
  struct Result {
    /// Mean loss on the training rows, without the penalty.
    var trainingLoss: Double
    /// The figures on the validation rows.
    var validation: TaskMetrics?
    /// How the penalty was chosen.
    var note: String
    /// The effect of an adaptation.
    var transfer: TransferReceipt?
    /// How the labels' descriptions were used.
    var descriptions: DescriptionRecord?
    /// How texts without labels were used.
    var unlabelled: UnlabelledRecord?
    /// How they improved the features.
    var selfTaught: SelfTaughtRecord?
  }

  /// The most rows with which the penalty is always chosen by cross-validation; for more, enough validation rows
  /// suffice.
  private static let crossValidatedRows = 1000
  /// The fewest validation rows that can choose the penalty.
  private static let decisiveRows = 200

  /// Fits the classifier and puts it into the model.
  ///
  /// - Parameters:
  ///   - training: the texts to learn from.
  ///   - trainingTargets: their targets.
  ///   - validation: the texts of the figures.
  ///   - validationTargets: their targets.
  ///   - isCancelled: called now and then; true cancels the work.
  ///   - progress: called with the number of sequences done and of all.
  /// - Throws: `interrupted` where `isCancelled` returned true; `vectors` for domains that cannot be adapted;
  ///   `unlabelledUnfit`.
  func run(
    training: [TextEncoder.Encoded], trainingTargets: [Target], validation: [TextEncoder.Encoded],
    validationTargets: [Target],
    isCancelled: () -> Bool, progress: (Int, Int) -> Void
  ) throws(TuningError) -> Result {
    let result = try FitWatch.run(isCancelled) { () throws(TuningError) in
      try fit(
        training: training, trainingTargets: trainingTargets, validation: validation,
        validationTargets: validationTargets, isCancelled: isCancelled, progress: progress)
    }
    guard let result else { throw .interrupted(checkpoint: nil) }
    return result
  }

  private func fit(
    training: [TextEncoder.Encoded], trainingTargets: [Target], validation: [TextEncoder.Encoded],
    validationTargets: [Target],
    isCancelled: () -> Bool, progress: (Int, Int) -> Void
  ) throws(TuningError) -> Result {
    let inference = Inference(model: model, compute: compute)
    model.prepareForInference(compute)
    // One pass over all parts, so that there is a single progress.
    let others =
      transfer.map { [$0.target, $0.labelled, $0.test] } ?? descriptions.map { [$0.texts] }
      ?? unlabelled.map { [$0.texts] } ?? []
    let (features, owners) = try features(
      inference, [training, validation] + others, isCancelled: isCancelled, progress: progress)
    var end = 0
    let parts = ([training, validation] + others).map { part in
      defer { end += part.count }
      return WindowVectors(features, owners: owners, of: end..<end + part.count)
    }
    let source = parts[0], rows = source.rows, held = parts[1].rows
    let rowTargets = targets(trainingTargets).selecting(source.owners)

    let search = StrengthSearch(rowTargets)
    let choice =
      if learnsFromCopies {
        search.unchosen("the usual penalty, because sentences about the labels cannot judge one")
      } else if rows.rows > Self.crossValidatedRows, held.rows >= Self.decisiveRows {
        search.validated(rows, rowTargets, held: held, targets(validationTargets).selecting(parts[1].owners))
      } else {
        search.crossValidated(rows, rowTargets)
      }
    if isCancelled() { throw .interrupted(checkpoint: nil) }

    let head = LinearHead(rows, rowTargets, choice)
    var result = Result(trainingLoss: loss(head.logits, rowTargets), note: choice.reason)
    let known = trainingTargets.map { if case .label(let label) = $0 { label } else { 0 } }
    if let transfer {
      install(try adapt(head, transfer, parts, known, &result, isCancelled: isCancelled))
    } else if let descriptions {
      install(
        try describe(
          head, descriptions, source, parts[2], rowTargets, trainingTargets, &result, isCancelled: isCancelled))
    } else if selfTaught != nil, unlabelled != nil {
      install(try teachThemselves(head, source, parts[2], rowTargets, &result, isCancelled: isCancelled))
    } else if let unlabelled {
      let chosen = try unlabelled.head(
        head, labelled: source, labels: known, unlabelled: parts[2], classes: labels.count, classWeights: classWeights,
        compute, isCancelled: isCancelled)
      result.trainingLoss = loss(chosen.model.logits(rows), rowTargets)
      result.note += "; " + chosen.record.note
      result.unlabelled = chosen.record
      install(chosen.model)
    } else {
      install(head.model)
    }
    model.prepareForInference(compute)

    do {
      let logits = try inference.logits(validation, isCancelled: isCancelled)
      result.validation =
        validation.isEmpty
        ? nil : Evaluation.metrics(logits: logits, truth: validationTargets, labels: labels, rule: rule)
    } catch {
      throw .interrupted(checkpoint: nil)
    }
    return result
  }

  func features(
    _ inference: Inference, _ parts: [[TextEncoder.Encoded]], isCancelled: () -> Bool, progress: (Int, Int) -> Void
  ) throws(TuningError) -> (features: FeatureMatrix, owners: [Int]) {
    do {
      return try inference.features(
        Array(parts.joined()), store: store, isCancelled: isCancelled, progress: progress)
    } catch {
      throw .interrupted(checkpoint: nil)
    }
  }

  /// The head for the target; its effect goes into the result.
  ///
  /// - Parameters:
  ///   - parts: The vectors of the training and validation texts, then those of the target, of its labelled texts, and
  ///     of the test.
  ///   - known: The labels of the training texts.
  private func adapt(
    _ head: LinearHead, _ texts: TransferTexts, _ parts: [WindowVectors], _ known: [Int], _ result: inout Result,
    isCancelled: () -> Bool
  ) throws(TuningError) -> LinearModel {
    do throws(FeatureSpaceError) {
      let transfer = try DomainTransfer(
        texts.adaptation, classes: labels.count, classWeights: classWeights, seed: texts.seed, compute,
        source: parts[0], labels: known, target: parts[2], few: parts[3], fewLabels: texts.labelledTargets,
        sources: texts.sources, origins: texts.origins)
      let adapted = try transfer.fit()
      result.trainingLoss = adapted.loss
      result.note = adapted.note
      if texts.isJudged, !isCancelled() {
        result.transfer = try transfer.receipt(
          plain: head, adapted: adapted, test: texts.test.isEmpty ? nil : (parts[4], texts.testTargets))
      }
      if !isCancelled() { return adapted.model }
    } catch {
      throw .vectors(error)
    }
    throw .interrupted(checkpoint: nil)
  }

  /// Mean loss, without the penalty; for classes, the log loss of the metrics.
  func loss(_ logits: [Double], _ targets: LinearTargets) -> Double {
    guard case .classes(let classes, _, _) = targets else {
      return targets.loss(logits) / Double(max(1, targets.count))
    }
    return Evaluation.metrics(logits: logits, truth: classes.map(Target.label), labels: labels)
      .value(for: .logLoss) ?? 0
  }

  func targets(_ targets: [Target]) -> LinearTargets {
    // A reranker's number is a probability, which its logistic function gives.
    guard rule.isLogistic else {
      return LinearTargets(targets, rule.problem, labels: labels.count, weights: classWeights)
    }
    return .shares(
      targets.map { if case .number(let number) = $0 { [number] } else { [0] } }, count: 1, weights: nil)
  }

  /// Writes the regression into the model's classifier.
  private func install(_ regression: LinearModel) {
    model.setClassifier(weights: regression.weights.map(Float.init), biases: regression.biases.map(Float.init))
  }
}
