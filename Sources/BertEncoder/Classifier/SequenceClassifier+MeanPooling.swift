import BertKernels

extension SequenceClassifier {
  /// The same encoder with one more layer, after which the head sees the mean of the token states instead of one of
  /// them.
  ///
  /// The mean of all tokens is the better sentence feature where the encoder is frozen (Reimers and Gurevych, arXiv
  /// 1908.10084), but the architecture's head reads a single token. An attention layer whose queries and keys are zero
  /// attends to all tokens equally, so it computes that mean. Its values are scaled up until the residual is negligible
  /// beside them, and LayerNorm removes the scale. The feed-forward half adds zero. The inputs of the head's dense
  /// layer stay where its activation is linear. The result is an ordinary model of the architecture: transformers loads
  /// it and computes the same. Exceptions:
  ///
  /// - MPNet's bias by distance applies in every layer, so its mean is weighted by the distance to the first token.
  /// - ALBERT can only add a whole group, whose layers run as often as those of the others. The mean of equal states is
  ///   the same state, so running again changes nothing but takes time.
  /// - Where the head itself can compute the mean, as ModernBERT's, no layer is added.
  /// - GPT-2's last token attends to all others, and the mean is that of the states after the last LayerNorm. Its
  ///   classifier has no bias; the first feature becomes the constant 1 instead.
  ///
  /// The encoder's layers are shared with `base`, not copied. The added layer and the head are new.
  ///
  /// - Throws: ``ModelError/configurationInvalid(field:value:expected:)`` for layer groups that do not run equally
  ///   often.
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
      // The other layers of a group add zero to states that are normalized already.
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

  /// The same encoder with a head that computes the mean. The inputs of its dense layer stay where the activation is
  /// linear, and the LayerNorm after it removes scale and offset.
  private convenience init(ownMeanOf base: SequenceClassifier) {
    var configuration = base.configuration
    configuration.headToken = .mean
    // The offset is a bias of the dense layer.
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

  /// The encoder of a model made by ``init(meanPooling:)``, without the layer that was added, if any. Its outputs are
  /// the means of the token states, `[B, H]`, for training on pairs of texts. The weights are shared with `classifier`,
  /// so that training one trains both.
  ///
  /// - Parameter configuration: Of the encoder before the layer was added.
  /// - Precondition: ``EncoderConfiguration/givesStatesOfMean``.
  package convenience init(meanOf classifier: SequenceClassifier, configuration: EncoderConfiguration) {
    precondition(configuration.givesStatesOfMean, "the added layer has replaced the last LayerNorm")
    self.init(
      TransformerEncoder(lower: classifier.encoder, configuration: configuration), PoolingHead([.mean]),
      classes: configuration.hiddenSize, freshParameters: classifier.freshParameters)
    dropoutRates = classifier.dropoutRates
    recomputes = classifier.recomputes
  }

  /// Sets the classifier of a model made by ``init(meanPooling:)``.
  ///
  /// - Parameters:
  ///   - weights: `[C, H]`, row by row.
  ///   - biases: `[C]`
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

  /// The offset of each feature of a model made by ``init(meanPooling:)``, which keeps the inputs of the head's
  /// activation where it is linear. The features minus this offset are the normalized mean of the token states times a
  /// constant.
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
  /// Turns the attention of a layer of zeros into the mean of the tokens, large beside the residual.
  fileprivate func becomeMean() {
    let hidden = attention.output.outputSize
    // The lower third of the projections are the values; queries and keys stay zero. After LayerNorm the residual is
    // about as large as the mean and keeps a thousandth of its weight. States that were never normalized may be a
    // thousand times as large.
    attention.projections.weight.value.rows(2 * hidden..<3 * hidden).fillDiagonal(normalizesFirst ? 1e6 : 1000)
    attention.output.weight.value.fillDiagonal(1)
  }
}

/// The region where an activation is linear: f(scale·x + offset) is a linear function of x for all |x| ≤ bound, up to
/// rounding.
private struct StraightRegion {
  let scale: Float
  let offset: Float

  /// - Parameter bound: √H for the results of LayerNorm with γ = 1 and β = 0; more for others.
  init(_ activation: Activation?, bound: Float) {
    switch activation {
    case nil: (scale, offset) = (1, 0)
    // For H = 1024 the input is at most 0.32, where tanh is within 4 % of a straight line. For usual values of about 1
    // it is within 1/30,000.
    case .tanh: (scale, offset) = (0.01, 0)
    case .relu: (scale, offset) = (1, bound)
    // From 6 on, Φ(x) rounds to 1.
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
