extension EncoderConfiguration {
  /// Whether a checkpoint holds a weight of a layer as inputs by outputs, as transformers' `Conv1D` does.
  ///
  /// - Parameter name: of the tensor, with the architecture's prefix or without it.
  package func holdsTransposed(_ name: String) -> Bool {
    let names = ParameterNames(self, head: .sequence), spellings = spellings(of: name)
    return (0..<layerCount).contains { index in
      names.layer(index).all.contains { $0.form == .transposed && spellings.contains($0.name) }
    }
  }
}
