package import BertKernels

extension SequenceClassifier {
  /// All parameters that training may change: the model's, those of an added head, and those of the low-rank updates.
  package var trainable: [Parameter] { parameters + addedParameters + lowRankUpdates.flatMap(\.parameters) }

  /// The low-rank updates, from the lowest layer upwards.
  package var lowRankUpdates: [LowRankUpdate] { encoder.linears.flatMap(\.updates) }

  /// Adds a low-rank update to each of these weights in all layers. A is uniform in ±1/√K, which is PEFT's Kaiming
  /// initialization with a = √5, and B is zero, so that at first the outputs are unchanged.
  ///
  /// - Parameters:
  ///   - weights: Those for which ``EncoderConfiguration/obstacle(toUpdating:)`` is nil.
  ///   - rank: r, at least 1.
  ///   - alpha: The scale of an update is alpha / rank.
  ///   - seed: Determines A, together with the index of the update.
  package func addLowRankUpdates(to weights: Set<LayerWeight>, rank: Int, alpha: Double, seed: UInt64) {
    let layers = configuration.layerCount
    for layer in encoder.ownLayers {
      for (linear, index) in layer.places(of: weights) {
        linear.addUpdate(ofParameter: index, rank: rank, scale: Float(alpha / Double(rank)), layers: layers)
      }
    }
    for (index, update) in lowRankUpdates.enumerated() {
      // Streams of their own, above those of initialized heads and below those of initialized layers.
      update.down.value.fillUniform(
        bound: 1 / Float(update.down.value.columns).squareRoot(), seed: seed,
        stream: UInt32(truncatingIfNeeded: index) | 1 << 30)
    }
    weightsDidChange()
  }

  /// Adds the updates to their weights and removes them. The model is an ordinary one afterwards.
  package func mergeLowRankUpdates(_ compute: Compute) {
    for linear in encoder.linears { linear.mergeUpdates(compute) }
  }

  /// Whether a parameter belongs to the encoder, which includes the LayerNorm after the last layer.
  package func isOfEncoder(_ parameter: Parameter) -> Bool { encoder.parameters.contains { $0 === parameter } }

  /// Whether a parameter is trained in full even where the encoder is frozen or adapted: the classifier, what the
  /// checkpoint lacked of the pooler, and a dense layer that PEFT trains too because the name of its module ends in the
  /// classifier's (`pre_classifier`).
  package func isHead(_ parameter: Parameter) -> Bool {
    guard parameter.part == .classifier || parameter.part == .pooler else { return false }
    return parameter.part == .classifier || headModule(of: parameter).hasSuffix(classifierModule)
      || freshParameters.contains(parameter.name)
  }

  /// The outermost modules of the head's parameters, such as `classifier` and `pooler`.
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
  /// Where these weights are: the product, and the index of the parameter within its matrix. q, k and v have one place
  /// where they are one tensor.
  fileprivate func places(of weights: Set<LayerWeight>) -> [(linear: Linear, index: Int)] {
    var places: [(linear: Linear, index: Int)] = []
    let projections = attention.projections, isJoint = projections.weight.parameters.count == 1
    for (index, weight) in [LayerWeight.query, .key, .value].enumerated() where weights.contains(weight) {
      if !isJoint || index == 0 { places.append((projections, index)) }
    }
    if weights.contains(.attentionOutput) { places.append((attention.output, 0)) }
    if weights.contains(.intermediate) {
      // A gated layer has two parameters here, the gate and the other half: both are multiplied with the states.
      places += feedForward.intermediate.weight.parameters.indices.map { (feedForward.intermediate, $0) }
    }
    if weights.contains(.output) { places.append((feedForward.output, 0)) }
    return places
  }
}

extension Matrix {
  /// Fills the matrix with uniform values in (−bound, bound), each a function of seed, stream, row and column.
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
