import BertKernels
import BertText

/// A linear classifier on the output of the added mean layer, scaled to about unit length: logits = W·(n/√H) + b, where
/// n is the normalized mean of the token states. Its features have the size of sentence vectors in all architectures,
/// so that the same learning rates suit.
///
/// Source: setfit 1.2's `SetFitHead`, which is `Linear` on the sentence vectors, with a temperature of 1.
final class UnitFeatureHead: Head {
  let classifier: Linear
  /// Determines which token or mean represents a sequence.
  private let own: ClassificationHead
  /// √H
  private let length: Float

  init(_ own: ClassificationHead, _ configuration: EncoderConfiguration, classes: Int) {
    self.own = own
    length = Float(configuration.hiddenSize).squareRoot()
    classifier = Linear(
      [
        (
          ParameterSpecification(
            name: "unit.weight", shape: [classes, configuration.hiddenSize], part: .classifier, form: .matrix,
            decays: true),
          ParameterSpecification(
            name: "unit.bias", shape: [classes], part: .classifier, form: .vector, decays: false)
        )
      ], layers: configuration.layerCount)
  }

  var linears: [Linear] { [classifier] }

  /// B
  func outputRows(of batch: TokenBatch) -> Int { batch.sequenceCount }

  /// What backward needs of one batch.
  struct Tape {
    let source: VectorSource
    /// `[B, H]`
    let features: Matrix
  }

  func forward(
    _ hidden: Matrix, _ batch: TokenBatch, into logits: Matrix, dropout: DropoutSchedule?, _ compute: Compute
  ) -> Tape {
    let source = own.source(batch), features = compute.arena.matrix(rows: source.count, columns: hidden.columns)
    source.take(from: hidden, into: features, compute)
    scale(features)
    classifier.forward(features, into: logits, .bias(classifier.bias.value), compute)
    return Tape(source: source, features: features)
  }

  func backward(
    _ tape: Tape, logitGradient: Matrix, addingTo hiddenGradient: Matrix?, dropout: DropoutSchedule?, _ compute: Compute
  ) {
    classifier.accumulateGradients(logitGradient, x: tape.features, compute)
    guard let hiddenGradient else { return }
    let gradient = compute.arena.matrix(rows: tape.features.rows, columns: tape.features.columns)
    classifier.inputGradient(logitGradient, into: gradient, compute)
    scale(gradient)
    tape.source.add(gradient, to: hiddenGradient, compute)
  }

  private func scale(_ rows: Matrix) {
    for row in 0..<rows.rows {
      for column in 0..<rows.columns { rows[row, column] /= length }
    }
  }
}
