package import BertCheckpoint
package import BertKernels

extension SequenceClassifier {
  /// Reads an encoder alone, its outputs being the vectors of sequences, `[B, P·H]`: what learns vectors of texts. The
  /// parameters are those of the encoder.
  ///
  /// - Parameters:
  ///   - configuration: Must have passed ``EncoderConfiguration/validate()``.
  ///   - poolings: How the states of tokens become a vector; of several, the vectors stand side by side. [P]
  /// - Throws: ``ModelError`` where tensors are missing, have other shapes, or cannot be read.
  package convenience init(
    vectorsOf checkpoint: Checkpoint, configuration: EncoderConfiguration, poolings: [TokenPooling]
  ) throws(ModelError) {
    let names = try CheckpointNames(checkpoint, configuration: configuration, classes: nil)
    try names.requireEncoder(of: checkpoint)
    let encoder = TransformerEncoder(configuration, activation: try configuration.knownActivation())
    self.init(
      encoder, PoolingHead(poolings), classes: poolings.count * configuration.hiddenSize, freshParameters: [])
    try names.load(parameters, of: checkpoint)
    encoder.joinQuantized()
  }
}
