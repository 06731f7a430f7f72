import BertKernels

/// Pooler and classifier: logits = W·dropout(tanh(Wₚ·h + bₚ)) + b, where h is each sequence's first token.
final class ClassificationHead {
  let pooler: Linear
  let classifier: Linear

  init(_ configuration: EncoderConfiguration, classes: Int) {
    let names = BertNames(configuration)
    pooler = Linear([names.pooler], layers: configuration.layerCount)
    classifier = Linear([names.classifier(classes: classes)], layers: configuration.layerCount)
  }

  var linears: [Linear] { [pooler, classifier] }
  var blocks: [ParameterBlock] { linears.flatMap(\.blocks) }

  /// What backward needs of one batch.
  struct Tape {
    let first, pooled, dropped: Matrix  // [B, H]
  }

  /// tanh(Wₚ·h + bₚ), `[B, H]` in the arena. hidden `[T, H]`.
  func pool(_ hidden: Matrix, boundaries: [Int], _ compute: Compute) -> (first: Matrix, pooled: Matrix) {
    let rows = Array(boundaries.dropLast())
    let first = compute.arena.matrix(rows: rows.count, columns: hidden.columns)
    let pooled = compute.arena.matrix(rows: rows.count, columns: hidden.columns)
    compute.pick(rows, of: hidden, into: first)
    pooler.forward(first, into: pooled, .bias(pooler.bias.value), compute)
    compute.tanh(pooled)
    return (first, pooled)
  }

  /// logits `[B, C]`.
  func forward(
    _ hidden: Matrix, boundaries: [Int], into logits: Matrix, dropout: Dropout?, _ compute: Compute
  ) -> Tape {
    let (first, pooled) = pool(hidden, boundaries: boundaries, compute)
    var dropped = pooled
    if dropout != nil {
      dropped = compute.arena.matrix(rows: pooled.rows, columns: pooled.columns)
      dropped.copy(from: pooled)
      compute.apply(dropout, to: dropped)
    }
    classifier.forward(dropped, into: logits, .bias(classifier.bias.value), compute)
    return Tape(first: first, pooled: pooled, dropped: dropped)
  }

  /// Adds to the gradients; where `hiddenGradient` `[T, H]` is given, sets it: zero but for the first tokens.
  func backward(
    _ tape: Tape, boundaries: [Int], logitGradient: Matrix, into hiddenGradient: Matrix?, dropout: Dropout?,
    _ compute: Compute
  ) {
    classifier.accumulateGradients(logitGradient, x: tape.dropped, compute)
    guard hiddenGradient != nil || pooler.isTrained else { return }
    let gradient = compute.arena.matrix(rows: tape.pooled.rows, columns: tape.pooled.columns)
    classifier.inputGradient(logitGradient, into: gradient, compute)
    compute.apply(dropout, to: gradient)
    compute.tanhBackward(y: tape.pooled, gradient: gradient)
    pooler.accumulateGradients(gradient, x: tape.first, compute)
    guard let hiddenGradient else { return }
    let first = compute.arena.matrix(rows: gradient.rows, columns: gradient.columns)
    pooler.inputGradient(gradient, into: first, compute)
    hiddenGradient.fill(0)
    compute.unpick(first, Array(boundaries.dropLast()), to: hiddenGradient)
  }
}
