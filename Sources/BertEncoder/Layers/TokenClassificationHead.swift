import BertKernels
import BertText

/// A classifier of each token: logits = W·dropout(h) + b, for all architectures alike.
///
/// Source: transformers' classes `…ForTokenClassification`.
final class TokenClassificationHead: Head {
  let classifier: Linear
  private let layers: Int

  init(_ configuration: EncoderConfiguration, classes: Int) {
    let names = ParameterNames(configuration, head: .token)
    layers = configuration.layerCount
    classifier = Linear([names.classifier(classes: classes)].compactMap { $0 }, layers: layers)
  }

  var linears: [Linear] { [classifier] }

  /// T
  func outputRows(of batch: TokenBatch) -> Int { batch.tokenCount }

  /// - Returns: What the classifier sees, `[T, H]`.
  func forward(
    _ hidden: Matrix, _ batch: TokenBatch, into logits: Matrix, dropout: DropoutSchedule?, _ compute: Compute
  ) -> Matrix {
    var dropped = hidden
    if let mask = dropout?.tokenHead(layers: layers) {
      dropped = compute.arena.matrix(rows: hidden.rows, columns: hidden.columns)
      dropped.copy(from: hidden)
      compute.apply(mask, to: dropped)
    }
    classifier.forward(dropped, into: logits, .bias(classifier.bias.value), compute)  // [T, C]
    return dropped
  }

  func backward(
    _ tape: Matrix, logitGradient: Matrix, addingTo hiddenGradient: Matrix?, dropout: DropoutSchedule?,
    _ compute: Compute
  ) {
    classifier.accumulateGradients(logitGradient, x: tape, compute)
    guard let hiddenGradient else { return }
    let gradient = compute.arena.matrix(rows: tape.rows, columns: tape.columns)
    classifier.inputGradient(logitGradient, into: gradient, compute)  // [T, H]
    compute.apply(dropout?.tokenHead(layers: layers), to: gradient)
    compute.add(gradient, to: hiddenGradient)
  }
}
