import BertKernels
import BertText

/// A linear classifier on what the layer that takes the mean gives, at length one: logits = W·(n/√H) + b, n being the mean of
/// the token states as LayerNorm leaves it. Its features are of the size of sentence vectors, whatever the architecture's own
/// head makes of them, so that rates which suit those suit it.
///
/// Source: setfit 1.2's `SetFitHead`, which is `Linear` on the sentence vectors, with a temperature of 1.
final class UnitFeatureHead: Head {
  let classifier: Linear
  /// Says which token stands for a sequence.
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
