import BertKernels
import BertText

/// From token states to the logits of a sequence: one token's state or the mean of all, an optional dense layer with
/// activation and LayerNorm, then the classifier.
///
/// BERT: logits = W·dropout(tanh(Wₚ·h + bₚ)) + b, where h is the first token's state. ``HeadTraits`` has what differs
/// between architectures.
final class ClassificationHead: Head {
  let dense: Linear?
  /// LayerNorm after the activation, where the architecture has one.
  let norm: Normalization?
  let classifier: Linear
  let traits: HeadTraits
  private let layers: Int
  private let padTokenID: Int?
  /// The index of this head among several on one encoder, which gives each its own dropout masks; 0 for a single head.
  private let number: Int
  /// The mix-up of a training batch's features before the classifier's dropout; nil for none.
  var mix: FeatureMix?

  convenience init(_ configuration: EncoderConfiguration, classes: Int) {
    self.init(configuration, ParameterNames(configuration), classes: classes, number: 0)
  }

  /// A head of several on one encoder.
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
    norm = names.headNorm.map { Normalization($0, configuration) }
    classifier = Linear([names.classifier(classes: classes)].compactMap { $0 }, layers: configuration.layerCount)
  }

  var linears: [Linear] { (dense.map { [$0] } ?? []) + [classifier] }
  var blocks: [ParameterBlock] { (dense?.blocks ?? []) + (norm?.blocks ?? []) + classifier.blocks }

  /// B
  func outputRows(of batch: TokenBatch) -> Int { batch.sequenceCount }

  /// What backward needs of one batch.
  struct Tape {
    let vectors: Vectors
    /// The input of the classifier, after mix-up and dropout, `[B, H]`.
    let dropped: Matrix

    /// The features before mix-up and dropout, `[B, H]`.
    var pooled: Matrix { vectors.pooled }
  }

  /// The vectors of a batch's sequences, from the token states to the features.
  struct Vectors {
    let source: VectorSource
    /// Input and output of the dense layer: `[B, H]`, or `[T, H]` where the mean is taken after it.
    let input, raw: Matrix
    /// The features, `[B, H]`.
    let pooled: Matrix
    /// The input of LayerNorm, `[B, H]`, and its statistics, `[B, 2]`.
    var norm: (input: Matrix, statistics: Matrix)?
  }

  /// The features of each sequence, `[B, H]` in the arena. hidden `[T, H]`.
  func pool(
    _ hidden: Matrix, _ batch: TokenBatch, dropout: DropoutSchedule?, _ compute: Compute
  ) -> Vectors {
    let arena = compute.arena, source = source(batch)
    if traits.token == .late { return poolLate(hidden, source, compute) }
    let input = arena.matrix(rows: source.count, columns: hidden.columns)
    source.take(from: hidden, into: input, compute)
    if traits.dropsFirst { compute.apply(dropout?.headInput(layers: layers, number: number), to: input) }
    guard dense != nil || traits.activation != nil else {
      return Vectors(source: source, input: input, raw: input, pooled: input)
    }
    let raw = arena.matrix(rows: source.count, columns: hidden.columns)
    if let dense {
      dense.forward(input, into: raw, .bias(dense.bias.value), compute)
    } else {
      raw.copy(from: input)
    }
    guard let activation = traits.activation else {
      return Vectors(source: source, input: input, raw: raw, pooled: raw)
    }
    let active = arena.matrix(rows: source.count, columns: hidden.columns)
    active.copy(from: raw)
    compute.activate(activation, active)
    guard let norm else { return Vectors(source: source, input: input, raw: raw, pooled: active) }
    let pooled = arena.matrix(rows: source.count, columns: hidden.columns)
    let statistics = arena.matrix(rows: source.count, columns: 2)
    compute.layerNorm(norm.kernel, active, into: pooled, statistics: statistics)
    return Vectors(source: source, input: input, raw: raw, pooled: pooled, norm: (active, statistics))
  }

  /// The mean over the tokens of what dense layer and activation compute from each state, `[B, H]`. hidden `[T, H]`.
  private func poolLate(_ hidden: Matrix, _ source: VectorSource, _ compute: Compute) -> Vectors {
    let arena = compute.arena, pooled = arena.matrix(rows: source.count, columns: hidden.columns)
    let raw = arena.matrix(rows: hidden.rows, columns: hidden.columns)
    let active = arena.matrix(rows: hidden.rows, columns: hidden.columns)
    if let dense {
      dense.forward(hidden, into: raw, .bias(dense.bias.value), compute)
    } else {
      raw.copy(from: hidden)
    }
    active.copy(from: raw)
    if let activation = traits.activation { compute.activate(activation, active) }
    source.take(from: active, into: pooled, compute)
    return Vectors(source: source, input: hidden, raw: raw, pooled: pooled)
  }

  /// logits `[B, C]`.
  func forward(
    _ hidden: Matrix, _ batch: TokenBatch, into logits: Matrix, dropout: DropoutSchedule?, _ compute: Compute
  ) -> Tape {
    let vectors = pool(hidden, batch, dropout: dropout, compute), pooled = vectors.pooled
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
    return Tape(vectors: vectors, dropped: dropped)
  }

  func backward(
    _ tape: Tape, logitGradient: Matrix, addingTo hiddenGradient: Matrix?, dropout: DropoutSchedule?, _ compute: Compute
  ) {
    backward(
      tape, logitGradient: logitGradient, vectorGradient: nil, addingTo: hiddenGradient, dropout: dropout, compute)
  }

  /// Adds to the gradients of the parameters, and to that of the states, `[T, H]`, if given.
  ///
  /// - Parameter vectorGradient: A further gradient of the features before mix-up and dropout, `[B, H]`.
  func backward(
    _ tape: Tape, logitGradient: Matrix, vectorGradient: Matrix?, addingTo hiddenGradient: Matrix?,
    dropout: DropoutSchedule?, _ compute: Compute
  ) {
    classifier.accumulateGradients(logitGradient, x: tape.dropped, compute)
    guard hiddenGradient != nil || dense?.isTrained == true || norm?.isTrained == true else { return }
    let vectors = tape.vectors
    var gradient = compute.arena.matrix(rows: vectors.pooled.rows, columns: vectors.pooled.columns)
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
    if traits.token == .late {
      let each = compute.arena.matrix(rows: vectors.raw.rows, columns: vectors.raw.columns)
      each.fill(0)
      vectors.source.add(gradient, to: each, compute)
      gradient = each
    }
    if let norm, let kept = vectors.norm {
      norm.backward(x: kept.input, statistics: kept.statistics, gradient: gradient, compute)
    }
    if let activation = traits.activation {
      compute.activationBackward(activation, x: vectors.raw, gradient: gradient)
    }
    var picked = gradient
    if let dense {
      dense.accumulateGradients(gradient, x: vectors.input, compute)
      guard hiddenGradient != nil else { return }
      picked = compute.arena.matrix(rows: gradient.rows, columns: gradient.columns)
      dense.inputGradient(gradient, into: picked, compute)
    }
    guard let hiddenGradient else { return }
    if traits.dropsFirst { compute.apply(dropout?.headInput(layers: layers, number: number), to: picked) }
    if traits.token == .late {
      compute.add(picked, to: hiddenGradient)
    } else {
      vectors.source.add(picked, to: hiddenGradient, compute)
    }
  }

  /// The token state or mean that the vector of each sequence is taken from.
  func source(_ batch: TokenBatch) -> VectorSource {
    let sequences = zip(batch.boundaries, batch.boundaries.dropFirst())
    return switch traits.token {
    case .first: .rows(sequences.map { first, _ in first })
    case .last: .rows(sequences.map { _, end in end - 1 })
    case .lastUnpadded:
      // Padding tokens within a text are skipped as those after it, as in GPT2ForSequenceClassification.
      .rows(sequences.map { first, end in (first..<end).last { Int(batch.ids[$0]) != padTokenID } ?? first })
    case .mean, .late: .means(boundaries: batch.boundaries)
    }
  }
}
