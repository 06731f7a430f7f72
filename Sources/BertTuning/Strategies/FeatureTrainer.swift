import BertBaselines
import BertData
import BertEncoder
import BertInference
import BertKernels

/// The method `features`: the encoder runs once over all texts, and a linear model learns from its pooled features: a
/// logistic regression, one for each label of several, or ridge regression. The result is the model's classifier layer, so
/// that the bundle is an ordinary one.
///
/// The features are what the architecture's classifier sees, for BERT the pooler's output. The model has been
/// given a layer before it that takes the mean of the token states, see `SequenceClassifier.init(meanPooling:)`.
struct FeatureTrainer {
  let model: SequenceClassifier
  let compute: Compute
  let labels: [String]
  /// How the outputs become an answer.
  let rule: OutputRule
  let classWeights: [Double]?
  /// Where features are kept between runs; nil where they are not.
  let store: FeatureStore?

  /// What the regression gave.
  struct Result {
    /// Mean loss on the training rows, without the penalty.
    var trainingLoss: Double
    /// The figures on the validation rows.
    var validation: TaskMetrics?
    /// How the penalty was chosen.
    var note: String
  }

  /// Rows up to which the penalty is chosen by cross-validation; beyond, one held-out part says enough.
  private static let crossValidatedRows = 1000
  /// Validation rows from which they can choose the penalty.
  private static let decisiveRows = 200

  /// Fits the classifier and puts it into the model.
  ///
  /// - Parameters:
  ///   - progress: sequences done and in all.
  /// - Throws: `PredictionInterrupted` where `isCancelled` said true.
  func run(
    training: [TextEncoder.Encoded], trainingTargets: [Target], validation: [TextEncoder.Encoded],
    validationTargets: [Target],
    isCancelled: () -> Bool, progress: (Int, Int) -> Void
  ) throws(PredictionInterrupted) -> Result {
    let inference = Inference(model: model, compute: compute)
    model.prepareForInference(compute)
    // One pass over both parts, so that the progress is one.
    let (features, owners) = try inference.features(
      training + validation, store: store, isCancelled: isCancelled, progress: progress)
    let truth = targets(trainingTargets + validationTargets)
    let inTraining = owners.indices.filter { owners[$0] < training.count }
    let inValidation = owners.indices.filter { owners[$0] >= training.count }
    let rows = features.selecting(inTraining), held = features.selecting(inValidation)
    let rowTargets = truth.selecting(inTraining.map { owners[$0] })

    let search = StrengthSearch(rowTargets)
    let choice =
      rows.rows > Self.crossValidatedRows && held.rows >= Self.decisiveRows
      ? search.validated(rows, rowTargets, held: held, truth.selecting(inValidation.map { owners[$0] }))
      : search.crossValidated(rows, rowTargets)
    if isCancelled() { throw PredictionInterrupted() }

    let scaling = FeatureScaling(rows), scaled = scaling.applied(to: rows)
    let fit = rowTargets.fit(scaled, strength: choice.strength)
    install(scaling.folded(into: fit.model))
    model.prepareForInference(compute)

    let logits = try inference.logits(validation, isCancelled: isCancelled)
    return Result(
      trainingLoss: loss(fit.model.logits(scaled), rowTargets),
      validation: validation.isEmpty
        ? nil : Evaluation.metrics(logits: logits, truth: validationTargets, labels: labels, rule: rule),
      note: choice.reason)
  }

  /// Mean loss, without the penalty; of classes the log loss as the figures have it.
  private func loss(_ logits: [Double], _ targets: LinearTargets) -> Double {
    guard case .classes(let classes, _, _) = targets else {
      return targets.loss(logits) / Double(max(1, targets.count))
    }
    return Evaluation.metrics(logits: logits, truth: classes.map(Target.label), labels: labels)
      .value(for: .logLoss) ?? 0
  }

  private func targets(_ targets: [Target]) -> LinearTargets {
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
