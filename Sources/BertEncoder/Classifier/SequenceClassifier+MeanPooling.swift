import BertKernels

extension SequenceClassifier {
  /// The same encoder with one more layer, after which the pooler sees the mean of the token states instead of the first.
  ///
  /// The mean of all tokens is the better sentence feature where the encoder stays as it is (Reimers and Gurevych, arXiv
  /// 1908.10084), but the architecture's head reads the first token alone. An attention layer whose queries and keys are
  /// zero attends to all tokens equally, so it computes that mean; its values are scaled up so far that the residual
  /// beside it does not count, and LayerNorm takes the scale away again. The feed-forward half adds zero. The pooler
  /// becomes a multiple of the identity, so small that tanh is a straight line. The result is an ordinary model of the
  /// architecture: transformers loads it and computes the same.
  ///
  /// The encoder's layers are shared with `base`, not copied. Pooler and classifier are new.
  package convenience init(meanPooling base: SequenceClassifier) {
    var configuration = base.configuration
    configuration.layerCount += 1
    let layer = EncoderLayer(
      configuration, index: base.encoder.layers.count, activation: base.encoder.layers.first?.activation ?? .gelu)
    let head = ClassificationHead(configuration, classes: base.classes)
    for norm in [layer.attentionNorm, layer.outputNorm] { norm.gamma.value.fill(1) }
    let hidden = configuration.hiddenSize
    // The lower third of the projections are the values; queries and keys stay zero.
    layer.projections.weight.value.rows(2 * hidden..<3 * hidden).fillDiagonal(Self.meanScale)
    layer.attentionOutput.weight.value.fillDiagonal(1)
    head.pooler.weight.value.fillDiagonal(Self.poolerScale)
    self.init(
      TransformerEncoder(base.encoder, adding: layer, configuration: configuration), head, classes: base.classes,
      freshParameters: base.freshParameters)
    dropoutRates = base.dropoutRates
  }

  /// How much larger than the residual the mean is: the first token's state is left with a weight of a thousandth.
  private static var meanScale: Float { 1000 }

  /// LayerNorm's results are below √H in size; for H = 1024 that is 0.32 here, where tanh is still within 4 % of a
  /// straight line, and for usual sizes of about 1 within 1/30,000.
  private static var poolerScale: Float { 0.01 }
}

extension Matrix {
  /// Sets element (i, i) to `value` for each i.
  fileprivate func fillDiagonal(_ value: Float) {
    for index in 0..<min(rows, columns) { self[index, index] = value }
  }
}
