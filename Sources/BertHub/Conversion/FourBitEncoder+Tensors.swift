import BertCheckpoint

extension FourBitEncoder {
  /// The tensors in Float32 under BERT's names, unpacked as in the package's reader.
  ///
  /// - Throws: `unexpectedContent` if one is missing or has another size.
  func tensorSources() throws(HubError) -> [TensorSource] {
    var sources = [
      try source("emb.word", "embeddings.word_embeddings.weight", [vocabulary, hidden]),
      try source("emb.pos", "embeddings.position_embeddings.weight", [positions, hidden]),
      try source("emb.type", "embeddings.token_type_embeddings.weight", [types, hidden]),
      try source("emb.ln.w", "embeddings.LayerNorm.weight", [hidden]),
      try source("emb.ln.b", "embeddings.LayerNorm.bias", [hidden]),
    ]
    let linear = [
      ("q", "attention.self.query", hidden, hidden), ("k", "attention.self.key", hidden, hidden),
      ("v", "attention.self.value", hidden, hidden), ("ao", "attention.output.dense", hidden, hidden),
      ("fi", "intermediate.dense", intermediate, hidden), ("fo", "output.dense", hidden, intermediate),
    ]
    for layer in 0..<layers {
      let own = "l\(layer).", published = "encoder.layer.\(layer)."
      for (short, name, outputs, inputs) in linear {
        sources.append(try source("\(own)\(short).w", "\(published)\(name).weight", [outputs, inputs]))
        sources.append(try source("\(own)\(short).b", "\(published)\(name).bias", [outputs]))
      }
      for (short, name) in [("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")] {
        sources.append(try source("\(own)\(short).w", "\(published)\(name).weight", [hidden]))
        sources.append(try source("\(own)\(short).b", "\(published)\(name).bias", [hidden]))
      }
    }
    return sources.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private func source(_ own: String, _ name: String, _ shape: [Int]) throws(HubError) -> TensorSource {
    // No dimension is above 2^24, so that the product of two cannot overflow.
    guard let entry = tensors[own], entry.count == shape.reduce(1, *) else {
      throw input.damaged("the tensor \(own) is missing or has another size")
    }
    return entry.isPacked
      ? .fourBit(name, shape, input, entry.bytes) : TensorSource.floats(name, shape, input, entry.bytes)
  }
}
