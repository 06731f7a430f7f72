import BertKernels

extension SequenceClassifier {
  /// The same encoder with one more layer, after which the head sees the mean of the token states instead of one of them.
  ///
  /// The mean of all tokens is the better sentence feature where the encoder stays as it is (Reimers and Gurevych, arXiv
  /// 1908.10084), but the architecture's head reads a single token. An attention layer whose queries and keys are zero
  /// attends to all tokens equally, so it computes that mean; its values are scaled up so far that the residual beside it
  /// does not count, and LayerNorm takes the scale away again. The feed-forward half adds zero. The head's dense layer
  /// keeps to where its activation is a straight line. The result is an ordinary model of the architecture:
  /// transformers loads it and computes the same. Where architectures differ:
  ///
  /// - MPNet's bias by distance holds in every layer, so its mean is weighted by the distance to the first token.
  /// - ALBERT can only add a whole group, whose layers run as often as those of the others. The mean of equal states is
  ///   the same state, so running again does no harm but takes time.
  /// - Where the head itself can take the mean, as ModernBERT's, no layer is added: see below.
  /// - GPT-2's last token sees all the others, and the mean is of the states as its last LayerNorm gives them. Its
  ///   classifier has no bias; the first feature becomes the constant 1 instead.
  ///
  /// The encoder's layers are shared with `base`, not copied. What lies above them is new.
  ///
  /// - Throws: ``ModelError/configurationInvalid(field:value:expected:)`` for shared layers that do not divide evenly.
  package convenience init(meanPooling base: SequenceClassifier) throws(ModelError) {
    if base.configuration.architecture.traits.head.takesMean {
      self.init(ownMeanOf: base)
      return
    }
    let configuration = try Self.withOneMoreLayer(base.configuration)
    var layers: [EncoderLayer] = []
    let below = base.encoder.layers.count, activation = base.encoder.layers.first?.feedForward.activation ?? .gelu
    let inner = configuration.sharing?.layersPerGroup ?? 1
    for index in below..<configuration.layerCount {
      let lowest = configuration.place(ofLayer: index).lowest
      guard lowest == index else {
        let again = EncoderLayer(sharing: layers[lowest - below], index: index)
        again.takesMean = true
        layers.append(again)
        continue
      }
      let layer = EncoderLayer(configuration, index: index, activation: activation)
      layer.takesMean = true
      for norm in [layer.attentionNorm, layer.outputNorm] { norm?.gamma.value.fill(1) }
      // The others of a group add zero to what is normalized already.
      if index % inner == 0 { layer.becomeMean() }
      layers.append(layer)
    }
    let head = ClassificationHead(configuration, classes: base.classes)
    let region = StraightRegion(head.traits.activation, bound: Float(configuration.hiddenSize).squareRoot())
    var finalNorm = base.encoder.finalNorm
    if let old = finalNorm, let names = ParameterNames(configuration).finalNorm, let layer = layers.last {
      let new = Normalization(names, configuration)
      layer.attentionNorm?.gamma.value.copy(from: old.gamma.value)
      layer.attentionNorm?.beta.value.copy(from: old.beta.value)
      new.gamma.value.fill(1)
      finalNorm = new
    }
    let last = finalNorm ?? layers.last?.outputNorm
    if let dense = head.dense {
      dense.weight.value.fillDiagonal(region.scale)
      dense.bias.value.fill(region.offset)
    } else if let last {
      last.gamma.value.fill(region.scale)
      last.beta.value.fill(region.offset)
    }
    if head.classifier.bias.parameters.isEmpty, let last {
      last.gamma.value[0, Self.constantFeature] = 0
      last.beta.value[0, Self.constantFeature] = 1
    }
    self.init(
      TransformerEncoder(base.encoder, adding: layers, finalNorm: finalNorm, configuration: configuration), head,
      classes: base.classes, freshParameters: base.freshParameters)
    dropoutRates = base.dropoutRates
  }

  /// The same encoder with a head that takes the mean, its dense layer keeping to where the activation is a straight line. LayerNorm
  /// behind it takes scale and offset away.
  private convenience init(ownMeanOf base: SequenceClassifier) {
    var configuration = base.configuration
    configuration.headToken = .mean
    // The offset is a bias.
    configuration.withoutBias.remove(.dense)
    let head = ClassificationHead(configuration, classes: base.classes),
      root = Float(configuration.hiddenSize).squareRoot()
    var bound = root
    if let norm = base.encoder.finalNorm {
      for column in 0..<configuration.hiddenSize {
        bound = max(bound, abs(norm.gamma.value[0, column]) * root + abs(norm.beta.value[0, column]))
      }
    }
    let region = StraightRegion(head.traits.activation, bound: bound)
    head.dense?.weight.value.fillDiagonal(region.scale)
    head.dense?.bias.value.fill(region.offset)
    head.norm?.gamma.value.fill(1)
    self.init(
      TransformerEncoder(base.encoder, adding: [], finalNorm: base.encoder.finalNorm, configuration: configuration),
      head,
      classes: base.classes, freshParameters: base.freshParameters)
    dropoutRates = base.dropoutRates
  }

  /// The encoder of a model made by ``init(meanPooling:)`` without the layer that was added where one was, its outputs being the mean of
  /// the token states, `[B, H]`: what learns from pairs of texts. The weights are shared, so that what it learns the
  /// classifier has learnt too.
  ///
  /// - Parameter configuration: Of the encoder before the layer was added.
  /// - Precondition: ``EncoderConfiguration/givesStatesOfMean``.
  package convenience init(meanOf classifier: SequenceClassifier, configuration: EncoderConfiguration) {
    precondition(configuration.givesStatesOfMean, "the added layer holds a copy of the last LayerNorm")
    self.init(
      TransformerEncoder(lower: classifier.encoder, configuration: configuration), PoolingHead([.mean]),
      classes: configuration.hiddenSize, freshParameters: classifier.freshParameters)
    dropoutRates = classifier.dropoutRates
    recomputes = classifier.recomputes
  }

  /// Sets the classifier of a model made by ``init(meanPooling:)``. weights `[C, H]` row by row, biases `[C]`.
  package func setClassifier(weights: [Float], biases: [Float]) {
    let classifier = sequenceHead.classifier
    classifier.weight.value.copy(from: weights)
    if classifier.bias.parameters.isEmpty {
      for (row, bias) in biases.enumerated() { classifier.weight.value[row, Self.constantFeature] += bias }
    } else {
      classifier.bias.value.copy(from: biases)
    }
    classifier.forgetPacked()
  }

  /// What is added to each feature of a model made by ``init(meanPooling:)``, so that the head's activation is a straight line. The
  /// features less this are the mean of the token states, normalized, in some scale.
  package var featureOffset: Float { sequenceHead.norm == nil ? sequenceHead.dense?.bias.value[0, 0] ?? 0 : 0 }

  /// The feature that is 1 for every text where the classifier has no bias.
  private static var constantFeature: Int { 0 }

  private static func withOneMoreLayer(_ base: EncoderConfiguration) throws(ModelError) -> EncoderConfiguration {
    var configuration = base
    guard var sharing = base.sharing else {
      configuration.layerCount += 1
      return configuration
    }
    let runs = base.layerCount / sharing.layersPerGroup
    guard runs.isMultiple(of: sharing.groups) else {
      throw .configurationInvalid(
        field: base.architecture.traits.name(of: .layerCount), value: "\(runs)",
        expected: "a multiple of num_hidden_groups, \(sharing.groups), to add a layer for the method features")
    }
    configuration.layerCount += runs / sharing.groups * sharing.layersPerGroup
    sharing.groups += 1
    configuration.sharing = sharing
    return configuration
  }
}

extension EncoderLayer {
  /// Makes the attention of a layer of zeros the mean of the tokens, large beside the residual.
  fileprivate func becomeMean() {
    let hidden = attention.output.outputSize
    // The lower third of the projections are the values; queries and keys stay zero. Behind LayerNorm the residual is
    // about as large as the mean and is left with a thousandth of its weight; states that were never normalized may be a
    // thousand times as large.
    attention.projections.weight.value.rows(2 * hidden..<3 * hidden).fillDiagonal(normalizesFirst ? 1e6 : 1000)
    attention.output.weight.value.fillDiagonal(1)
  }
}

/// Where an activation is a straight line: f(scale·x + offset) is a linear function of x for all |x| ≤ bound, up to
/// rounding.
private struct StraightRegion {
  let scale: Float
  let offset: Float

  /// - Parameter bound: √H, which LayerNorm's results are below.
  init(_ activation: Activation?, bound: Float) {
    switch activation {
    case nil: (scale, offset) = (1, 0)
    // For H = 1024 that is 0.32, where tanh is still within 4 % of a straight line, and for usual sizes of about 1 within
    // 1/30,000.
    case .tanh: (scale, offset) = (0.01, 0)
    case .relu: (scale, offset) = (1, bound)
    // From 6 on, Φ(x) is 1 to rounding.
    case .gelu, .geluTanh: (scale, offset) = (1, bound + 6)
    case .silu: (scale, offset) = (1, bound + 20)
    }
  }
}

extension Matrix {
  /// Sets element (i, i) to `value` for each i.
  fileprivate func fillDiagonal(_ value: Float) {
    for index in 0..<min(rows, columns) { self[index, index] = value }
  }
}
