import BertData
import BertEncoder
import BertFeatures
import BertInference
import BertKernels
import BertText
import Foundation

/// A model whose answers in fp32 and in int8 are compared.
struct ComparedModel {
  /// How texts become tokens.
  enum Reading {
    case texts(TextEncoder)
    case words(WordTagging)
  }

  let encoder: TransformerEncoder
  /// The encoder with its head; nil for an encoder alone.
  let classifier: SequenceClassifier?
  let reading: Reading
  /// The labelled texts that vote, where they do.
  let neighbours: NeighbourClassifier?
  /// The labelled texts of which the nearest is appended to a text, where one is.
  let appended: AppendedNeighbours?
  private let compute: Compute

  /// - Parameters:
  ///   - source: The model's files.
  ///   - answer: What the model predicts for a text.
  ///   - reading: How texts become tokens.
  ///   - neighbours: The labelled texts that vote, where they do.
  ///   - appended: The labelled texts of which the nearest is appended to a text, where one is.
  /// - Throws: `model`.
  init(
    of source: PretrainedModel, _ answer: QuantizedAnswer, _ reading: Reading, neighbours: NeighbourClassifier?,
    appended: AppendedNeighbours?, _ compute: Compute
  ) throws(TuningError) {
    self.reading = reading
    self.neighbours = neighbours
    self.appended = appended
    self.compute = compute
    do {
      if let head = answer.head {
        let classifier = try SequenceClassifier(
          checkpoint: source.checkpoint, configuration: source.configuration, classes: head.classes, seed: 0,
          head: head.kind)
        self.classifier = classifier
        encoder = classifier.encoder
      } else {
        classifier = nil
        encoder = try TransformerEncoder(checkpoint: source.checkpoint, configuration: source.configuration)
      }
    } catch {
      throw .model(path: source.url.path, error)
    }
  }

  /// What the model predicts for texts.
  ///
  /// - Throws: `interrupted`.
  func answers(
    _ texts: [TextEncoder.Encoded], _ precision: Precision, _ isCancelled: () -> Bool
  ) throws(TuningError) -> ModelAnswers {
    do {
      return ModelAnswers(
        outputs: try outputs(texts, precision, isCancelled), vectors: try vectors(texts, isCancelled),
        width: encoder.configuration.hiddenSize)
    } catch {
      throw .interrupted(checkpoint: nil)
    }
  }

  private func outputs(
    _ texts: [TextEncoder.Encoded], _ precision: Precision, _ isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> ModelAnswers.Outputs {
    guard let classifier else {
      encoder.prepareForInference(compute, precision: precision)
      return .none
    }
    classifier.prepareForInference(compute, precision: precision)
    switch reading {
    case .texts:
      return .texts(
        try Inference(model: classifier, compute: compute, neighbours: neighbours, appended: appended).logits(
          texts, isCancelled: isCancelled))
    case .words(let tagging):
      return .tokens(
        try tagging.logits(texts, of: classifier, on: BatchLanes(compute), isCancelled: isCancelled))
    }
  }

  /// Mean-pooled vectors of all windows, `[windows, H]`. The weights must be packed already.
  private func vectors(
    _ texts: [TextEncoder.Encoded], _ isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> [Float] {
    try BatchLanes(compute).rows(
      of: texts.flatMap(\.windows), width: encoder.configuration.hiddenSize, isCancelled: isCancelled,
      progress: { _ in }
    ) { batch, out, compute in
      encoder.withHiddenStates(batch, compute: compute) {
        compute.pool(.mean, $0, boundaries: batch.boundaries, into: out)
      }
    }
  }
}
