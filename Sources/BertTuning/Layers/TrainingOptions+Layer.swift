import BertData
import BertEncoder

extension TrainingOptions {
  /// Checks the layer, as far as that is possible without the encoder.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)``.
  func validateLayer() throws(TuningError) {
    guard let layer else { return }
    if case .number(let number) = layer { try Self.check("layer", number, number >= 1, "must be at least 1") }
    try Self.check("layer", "", method == .features, "is for the method features, not \(method.rawValue)")
  }

  /// Checks the layer against the encoder.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)`` for layers that share their weights.
  func validateLayer(_ configuration: EncoderConfiguration) throws(TuningError) {
    try Self.check(
      "layer", "", layer == nil || configuration.sharing == nil,
      "is for encoders whose layers have weights of their own; those of ALBERT are the same layer again")
  }

  /// The number of the encoder's layers that the model of a run starts with.
  func layers(of configuration: EncoderConfiguration) -> Int {
    if case .number(let number) = layer { number } else { configuration.layerCount }
  }
}
