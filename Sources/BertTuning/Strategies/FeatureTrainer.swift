import BertBaselines
import BertData
import BertEncoder
import BertInference
import BertKernels

/// The method `features`: the encoder runs once over all texts, and a logistic regression learns the labels from its
/// pooled features. The result is the model's classifier layer, so that the bundle is an ordinary one.
///
/// The features are what the architecture's classifier sees, for BERT the pooler's output. The model has been
/// given a layer before it that takes the mean of the token states, see `SequenceClassifier.init(meanPooling:)`.
struct FeatureTrainer {
  let model: SequenceClassifier
  let compute: Compute
  let labels: [String]
  let classWeights: [Double]?

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
    training: [TextEncoder.Encoded], trainingLabels: [Int], validation: [TextEncoder.Encoded], validationLabels: [Int],
    isCancelled: () -> Bool, progress: (Int, Int) -> Void
  ) throws(PredictionInterrupted) -> Result {
    let inference = Inference(model: model, compute: compute)
    model.prepareForInference(compute)
    // One pass over both parts, so that the progress is one.
    let (features, owners) = try inference.features(
      training + validation, isCancelled: isCancelled, progress: progress)
    let truth = trainingLabels + validationLabels
    let inTraining = owners.indices.filter { owners[$0] < training.count }
    let inValidation = owners.indices.filter { owners[$0] >= training.count }
    let rows = features.selecting(inTraining)
    let rowLabels = inTraining.map { truth[owners[$0]] }
    let held = features.selecting(inValidation)

    let search = StrengthSearch()
    let choice =
      rows.rows > Self.crossValidatedRows && held.rows >= Self.decisiveRows
      ? search.validated(
        rows, labels: rowLabels, held: held, heldLabels: inValidation.map { truth[owners[$0]] },
        classes: labels.count, classWeights: classWeights)
      : search.crossValidated(rows, labels: rowLabels, classes: labels.count, classWeights: classWeights)
    if isCancelled() { throw PredictionInterrupted() }

    let scaling = FeatureScaling(rows)
    let fit = LogisticRegression(strength: choice.strength).fit(
      scaling.applied(to: rows), labels: rowLabels, classes: labels.count, classWeights: classWeights)
    install(scaling.folded(into: fit.model))
    model.prepareForInference(compute)

    let logits = try inference.logits(validation, isCancelled: isCancelled)
    let metrics =
      validation.isEmpty
      ? nil : Evaluation.metrics(logits: logits, truth: validationLabels.map(Target.label), labels: labels)
    return Result(
      trainingLoss: Evaluation.metrics(
        logits: fit.model.logits(scaling.applied(to: rows)), truth: rowLabels.map(Target.label), labels: labels
      ).value(for: .logLoss) ?? 0,
      validation: metrics, note: choice.reason)
  }

  /// Writes the regression into the model's classifier.
  private func install(_ regression: LinearModel) {
    model.setClassifier(weights: regression.weights.map(Float.init), biases: regression.biases.map(Float.init))
  }
}
