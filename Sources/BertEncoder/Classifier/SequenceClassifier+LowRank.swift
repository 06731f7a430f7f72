package import BertKernels

extension SequenceClassifier {
  /// All that training may change: the model's parameters, those of a head that was added, and those of the updates.
  package var trainable: [Parameter] { parameters + addedParameters + lowRankUpdates.flatMap(\.parameters) }

  /// The updates that stand beside weights, from the text upwards.
  package var lowRankUpdates: [LowRankUpdate] { encoder.linears.flatMap(\.updates) }

  /// Puts an update of low rank beside each of these weights in all layers. A begins uniform in ±1/√K, which is PEFT's
  /// Kaiming initialisation with a = √5, and B at zero, so that at first nothing changes.
  ///
  /// - Parameters:
  ///   - weights: for which ``EncoderConfiguration/obstacle(toUpdating:)`` is nil.
  ///   - rank: r, at least 1.
  ///   - alpha: the scale is alpha / rank.
  ///   - seed: with the place of a weight it decides A.
  package func addLowRankUpdates(to weights: Set<LayerWeight>, rank: Int, alpha: Double, seed: UInt64) {
    let layers = configuration.layerCount
    for layer in encoder.ownLayers {
      for (linear, index) in layer.places(of: weights) {
        linear.addUpdate(ofParameter: index, rank: rank, scale: Float(alpha / Double(rank)), layers: layers)
      }
    }
    for (index, update) in lowRankUpdates.enumerated() {
      // Streams of their own, above those of fresh heads and below those of layers that begin anew.
      update.down.value.fillUniform(
        bound: 1 / Float(update.down.value.columns).squareRoot(), seed: seed,
        stream: UInt32(truncatingIfNeeded: index) | 1 << 30)
    }
    weightsDidChange()
  }

  /// Adds the updates to their weights for good. What stood beside them is gone; the model is an ordinary one.
  package func mergeLowRankUpdates(_ compute: Compute) {
    for linear in encoder.linears { linear.mergeUpdates(compute) }
  }

  /// Whether a parameter is one of the encoder's, as the LayerNorm behind its last layer is.
  package func isOfEncoder(_ parameter: Parameter) -> Bool { encoder.parameters.contains { $0 === parameter } }

  /// Whether a parameter is one of those that are trained in full whatever happens to the encoder: the classifier, the
  /// dense layer where PEFT trains it too because its module's name ends in the classifier's (`pre_classifier`), and what
  /// the checkpoint lacked, which is random.
  package func isHead(_ parameter: Parameter) -> Bool {
    guard parameter.part == .classifier || parameter.part == .pooler else { return false }
    return parameter.part == .classifier || headModule(of: parameter).hasSuffix(classifierModule)
      || freshParameters.contains(parameter.name)
  }

  /// The modules of the head's parameters: the outermost that has no other, such as `classifier` and `pooler`.
  package var headModules: [String] {
    var modules: [String] = []
    for parameter in parameters where isHead(parameter) {
      let module = headModule(of: parameter)
      if !modules.contains(module) { modules.append(module) }
    }
    return modules
  }

  private func headModule(of parameter: Parameter) -> String {
    let prefix = configuration.architecture.traits.prefix
    let name = parameter.name.hasPrefix(prefix) ? parameter.name.dropFirst(prefix.count) : parameter.name[...]
    return String(name.prefix { $0 != "." })
  }

  /// The outermost module of the classifier, such as `classifier` or `score`.
  private var classifierModule: String {
    parameters.first { $0.part == .classifier }.map(headModule) ?? ""
  }
}

extension EncoderLayer {
  /// Where these weights are: the product, and which of the parameters that make up its matrix. One place for q, k and v
  /// where they are one tensor.
  fileprivate func places(of weights: Set<LayerWeight>) -> [(linear: Linear, index: Int)] {
    var places: [(linear: Linear, index: Int)] = []
    let projections = attention.projections, isJoint = projections.weight.parameters.count == 1
    for (index, weight) in [LayerWeight.query, .key, .value].enumerated() where weights.contains(weight) {
      if !isJoint || index == 0 { places.append((projections, index)) }
    }
    if weights.contains(.attentionOutput) { places.append((attention.output, 0)) }
    if weights.contains(.intermediate) {
      // With a gate beside it that is one too: both are made from the states.
      places += feedForward.intermediate.weight.parameters.indices.map { (feedForward.intermediate, $0) }
    }
    if weights.contains(.output) { places.append((feedForward.output, 0)) }
    return places
  }
}

extension Matrix {
  /// Uniform numbers in (−bound, bound), each a function of seed, stream and place.
  func fillUniform(bound: Float, seed: UInt64, stream: UInt32) {
    for row in 0..<rows {
      for column in 0..<columns {
        let random = Philox.random(
          counter: SIMD4(UInt32(truncatingIfNeeded: column), UInt32(truncatingIfNeeded: row), stream, .max), key: seed)
        self[row, column] = bound * Float((Double(random[0]) + 0.5) / 2_147_483_648 - 1)
      }
    }
  }
}
