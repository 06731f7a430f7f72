package import BertCheckpoint
package import BertKernels

extension SequenceClassifier {
  /// Reads an encoder alone, whose outputs are the vectors of sequences, `[B, P·H]`. The parameters are those of the
  /// encoder.
  ///
  /// - Parameters:
  ///   - configuration: Must have passed ``EncoderConfiguration/validate()``.
  ///   - poolings: How token states become a vector; the vectors of several poolings stand side by side. `[P]`
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
