import BertData
import BertEncoder

extension TrainingOptions {
  /// Checks the layer without the encoder.
  func validateLayer() throws(TuningError) {
    guard let layer else { return }
    if case .number(let number) = layer { try Self.check("layer", number, number >= 1, "must be at least 1") }
    try Self.check("layer", "", method == .features, "is for the method features, not \(method.rawValue)")
  }

  /// Checks it against the encoder.
  ///
  /// - Throws: ``TuningError/option(name:value:rule:)`` for layers that share their weights.
  func validateLayer(_ configuration: EncoderConfiguration) throws(TuningError) {
    try Self.check(
      "layer", "", layer == nil || configuration.sharing == nil,
      "is for encoders whose layers have weights of their own; those of ALBERT are the same layer again")
  }

  /// The layers of the encoder that the model of a run begins with.
  func layers(of configuration: EncoderConfiguration) -> Int {
    if case .number(let number) = layer { number } else { configuration.layerCount }
  }
}
