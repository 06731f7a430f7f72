import BertKernels
import BertText

/// From token states to logits: one token of each sequence, perhaps a dense layer with its activation, then the classifier.
///
/// BERT: logits = W·dropout(tanh(Wₚ·h + bₚ)) + b, where h is the first token's state. What others do differently is in
/// ``HeadTraits``.
final class ClassificationHead: Head {
  let dense: Linear?
  let classifier: Linear
  let traits: HeadTraits
  private let layers: Int
  private let padTokenID: Int?
  /// Which of several heads on one encoder it is, so that its dropout is its own; 0 where it is the only one.
  private let number: Int
  /// How the vectors of a training batch are mixed before the classifier's dropout; nil for not at all.
  var mix: FeatureMix?

  convenience init(_ configuration: EncoderConfiguration, classes: Int) {
    self.init(configuration, ParameterNames(configuration), classes: classes, number: 0)
  }

  /// One of several heads on an encoder.
  convenience init(_ configuration: EncoderConfiguration, question: QuestionOutputs, number: Int) {
    self.init(
      configuration, ParameterNames(configuration, question: question), classes: question.classes, number: number)
  }

  private init(_ configuration: EncoderConfiguration, _ names: ParameterNames, classes: Int, number: Int) {
    self.number = number
    layers = configuration.layerCount
    traits = configuration.head
    padTokenID = configuration.padTokenID
    dense = names.dense.map { Linear([$0], layers: configuration.layerCount) }
    classifier = Linear([names.classifier(classes: classes)].compactMap { $0 }, layers: configuration.layerCount)
  }

  var linears: [Linear] { (dense.map { [$0] } ?? []) + [classifier] }

  /// B
  func outputRows(of batch: TokenBatch) -> Int { batch.sequenceCount }

  /// What backward needs of one batch.
  struct Tape {
    /// The row of the token that stands for each sequence, `[B]`.
    let rows: [Int]
    // [B, H]: what the dense layer sees and gives, what the classifier sees before and after its mix-up and dropout
    let input, raw, pooled, dropped: Matrix
  }

  /// The vector of each sequence, `[B, H]` in the arena. hidden `[T, H]`.
  func pool(_ hidden: Matrix, _ batch: TokenBatch, dropout: DropoutSchedule?, _ compute: Compute)
    -> (rows: [Int], input: Matrix, raw: Matrix, pooled: Matrix)
  {
    let arena = compute.arena, rows = rows(batch)
    let input = arena.matrix(rows: rows.count, columns: hidden.columns)
    compute.pick(rows, of: hidden, into: input)
    if traits.dropsFirst { compute.apply(dropout?.headInput(layers: layers, number: number), to: input) }
    guard dense != nil || traits.activation != nil else { return (rows, input, input, input) }
    let raw = arena.matrix(rows: rows.count, columns: hidden.columns)
    if let dense {
      dense.forward(input, into: raw, .bias(dense.bias.value), compute)
    } else {
      raw.copy(from: input)
    }
    guard let activation = traits.activation else { return (rows, input, raw, raw) }
    let pooled = arena.matrix(rows: rows.count, columns: hidden.columns)
    pooled.copy(from: raw)
    compute.activate(activation, pooled)
    return (rows, input, raw, pooled)
  }

  /// logits `[B, C]`.
  func forward(
    _ hidden: Matrix, _ batch: TokenBatch, into logits: Matrix, dropout: DropoutSchedule?, _ compute: Compute
  ) -> Tape {
    let (rows, input, raw, pooled) = pool(hidden, batch, dropout: dropout, compute)
    var dropped = pooled
    if let mix {
      dropped = compute.arena.matrix(rows: pooled.rows, columns: pooled.columns)
      mix.mix(pooled, into: dropped)
    }
    if let mask = dropout?.head(layers: layers, number: number) {
      let seen = dropped
      dropped = compute.arena.matrix(rows: seen.rows, columns: seen.columns)
      dropped.copy(from: seen)
      compute.apply(mask, to: dropped)
    }
    classifier.forward(dropped, into: logits, .bias(classifier.bias.value), compute)
    return Tape(rows: rows, input: input, raw: raw, pooled: pooled, dropped: dropped)
  }

  func backward(
    _ tape: Tape, logitGradient: Matrix, addingTo hiddenGradient: Matrix?, dropout: DropoutSchedule?, _ compute: Compute
  ) {
    backward(
      tape, logitGradient: logitGradient, vectorGradient: nil, addingTo: hiddenGradient, dropout: dropout, compute)
  }

  /// Adds to the gradients, and to that of the states, `[T, H]`, where it is given: another head may have added its own.
  ///
  /// - Parameter vectorGradient: What else came of the vectors that the classifier sees, before their mix-up and dropout, `[B, H]`.
  func backward(
    _ tape: Tape, logitGradient: Matrix, vectorGradient: Matrix?, addingTo hiddenGradient: Matrix?,
    dropout: DropoutSchedule?, _ compute: Compute
  ) {
    classifier.accumulateGradients(logitGradient, x: tape.dropped, compute)
    guard hiddenGradient != nil || dense?.isTrained == true else { return }
    var gradient = compute.arena.matrix(rows: tape.input.rows, columns: tape.input.columns)
    classifier.inputGradient(logitGradient, into: gradient, compute)
    compute.apply(dropout?.head(layers: layers, number: number), to: gradient)
    if let mix {
      let mixed = gradient
      gradient = compute.arena.matrix(rows: mixed.rows, columns: mixed.columns)
      mix.separate(mixed, into: gradient)
    }
    if let vectorGradient {
      for row in 0..<gradient.rows {
        for column in 0..<gradient.columns { gradient[row, column] += vectorGradient[row, column] }
      }
    }
    if let activation = traits.activation {
      compute.activationBackward(activation, x: tape.raw, gradient: gradient)
    }
    var picked = gradient
    if let dense {
      dense.accumulateGradients(gradient, x: tape.input, compute)
      guard hiddenGradient != nil else { return }
      picked = compute.arena.matrix(rows: gradient.rows, columns: gradient.columns)
      dense.inputGradient(gradient, into: picked, compute)
    }
    guard let hiddenGradient else { return }
    if traits.dropsFirst { compute.apply(dropout?.headInput(layers: layers, number: number), to: picked) }
    compute.unpick(picked, tape.rows, to: hiddenGradient)
  }

  /// The row of the token that stands for each sequence, `[B]`.
  func rows(_ batch: TokenBatch) -> [Int] {
    zip(batch.boundaries, batch.boundaries.dropFirst()).map { first, end in
      switch traits.token {
      case .first: first
      case .last: end - 1
      case .lastUnpadded:
        // Padding within a text counts as behind it, as GPT2ForSequenceClassification has it.
        (first..<end).last { Int(batch.ids[$0]) != padTokenID } ?? first
      }
    }
  }
}
