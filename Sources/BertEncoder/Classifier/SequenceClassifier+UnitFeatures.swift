import BertKernels

extension SequenceClassifier {
  /// A model made by ``init(meanPooling:)`` with another classifier in the place of its head, see ``UnitFeatureHead``.
  /// The encoder's weights are shared. The classifier is initialized afresh: weights uniform in ±√(6/(H + C)) (Glorot
  /// and Bengio, 2010), biases 0.01.
  ///
  /// - Parameter seed: Of the classifier's weights.
  /// - Precondition: ``hasLinearFeatures``.
  package convenience init(unitFeaturesOf model: SequenceClassifier, seed: UInt64) {
    let configuration = model.configuration
    let head = UnitFeatureHead(model.sequenceHead, configuration, classes: model.classes)
    let bound = (6 / Float(configuration.hiddenSize + model.classes)).squareRoot()
    // A stream above those of initialized layers, of low-rank updates and of domain classifiers.
    head.classifier.weight.value.fillUniform(bound: bound, seed: seed, stream: 7 << 28)
    head.classifier.bias.value.fill(0.01)
    self.init(
      model.encoder, head, classes: model.classes,
      freshParameters: model.freshParameters + head.blocks.flatMap(\.parameters).map(\.name))
    dropoutRates = model.dropoutRates
    recomputes = model.recomputes
  }

  /// Whether the features of a model made by ``init(meanPooling:)`` are the normalized mean times a constant: its head
  /// has a dense layer, or no activation; and no LayerNorm, which would have to be applied to the mean here too.
  package var hasLinearFeatures: Bool {
    sequenceHead.norm == nil && (sequenceHead.dense != nil || sequenceHead.traits.activation == nil)
  }

  /// Sets the classifier to the one that a model of ``init(unitFeaturesOf:seed:)`` on the same encoder has learned.
  package func takeClassifier(of model: SequenceClassifier) {
    guard let learned = (model.head as? UnitFeatureHead)?.classifier else {
      preconditionFailure("the model has another head")
    }
    let scale = sequenceHead.dense?.weight.value[0, 0] ?? 1, offset = Double(featureOffset)
    let divisor = Double(scale * Float(configuration.hiddenSize).squareRoot())
    var weights: [Float] = [], biases: [Float] = []
    for row in 0..<classes {
      var sum = 0.0
      for column in 0..<configuration.hiddenSize {
        let weight = Double(learned.weight.value[row, column]) / divisor
        weights.append(Float(weight))
        sum += weight * offset
      }
      biases.append(Float(Double(learned.bias.value[0, row]) - sum))
    }
    setClassifier(weights: weights, biases: biases)
  }
}
