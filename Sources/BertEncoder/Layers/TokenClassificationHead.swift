import BertKernels
import BertText

/// A classifier of each token: logits = W·dropout(h) + b. In some architectures dense layer, activation and LayerNorm
/// of the head for texts precede it.
///
/// Source: transformers' classes `…ForTokenClassification`.
final class TokenClassificationHead: Head {
  let transform: HeadTransform?
  let classifier: Linear
  private let layers: Int

  init(_ configuration: EncoderConfiguration, classes: Int) {
    let names = ParameterNames(configuration, head: .token)
    layers = configuration.layerCount
    if let dense = names.dense, let norm = names.headNorm, let activation = configuration.head.activation {
      transform = HeadTransform(
        dense: Linear([dense], layers: layers), norm: Normalization(norm, configuration), activation: activation)
    } else {
      transform = nil
    }
    classifier = Linear([names.classifier(classes: classes)].compactMap { $0 }, layers: layers)
  }

  var linears: [Linear] { (transform.map { [$0.dense] } ?? []) + [classifier] }
  var blocks: [ParameterBlock] { (transform?.blocks ?? []) + classifier.blocks }

  /// What backward needs of one batch.
  struct Tape {
    let transform: HeadTransform.Tape?
    /// The input of the classifier, `[T, H]`.
    let dropped: Matrix
  }

  /// T
  func outputRows(of batch: TokenBatch) -> Int { batch.tokenCount }

  func forward(
    _ hidden: Matrix, _ batch: TokenBatch, into logits: Matrix, dropout: DropoutSchedule?, _ compute: Compute
  ) -> Tape {
    let tape = transform?.forward(hidden, compute)
    var dropped = tape?.normed ?? hidden
    if let mask = dropout?.tokenHead(layers: layers) {
      let seen = dropped
      dropped = compute.arena.matrix(rows: hidden.rows, columns: hidden.columns)
      dropped.copy(from: seen)
      compute.apply(mask, to: dropped)
    }
    classifier.forward(dropped, into: logits, .bias(classifier.bias.value), compute)  // [T, C]
    return Tape(transform: tape, dropped: dropped)
  }

  func backward(
    _ tape: Tape, logitGradient: Matrix, addingTo hiddenGradient: Matrix?, dropout: DropoutSchedule?,
    _ compute: Compute
  ) {
    classifier.accumulateGradients(logitGradient, x: tape.dropped, compute)
    guard hiddenGradient != nil || transform?.dense.isTrained == true || transform?.norm.isTrained == true else {
      return
    }
    var gradient = compute.arena.matrix(rows: tape.dropped.rows, columns: tape.dropped.columns)
    classifier.inputGradient(logitGradient, into: gradient, compute)  // [T, H]
    compute.apply(dropout?.tokenHead(layers: layers), to: gradient)
    if let transform, let kept = tape.transform {
      let own = transform.backward(kept, gradient: gradient, needsInput: hiddenGradient != nil, compute)
      guard let own else { return }
      gradient = own
    }
    if let hiddenGradient { compute.add(gradient, to: hiddenGradient) }
  }
}
