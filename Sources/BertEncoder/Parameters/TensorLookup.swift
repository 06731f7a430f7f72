import BertCheckpoint

/// Finds a tensor under the spellings that checkpoints of one architecture use, after the prefix of a wrapping module.
struct TensorLookup {
  let checkpoint: Checkpoint
  let traits: ArchitectureTraits
  /// The prefix before the encoder's names, with its point; empty for a checkpoint of transformers.
  let wrapper: String
  /// ``wrapper`` and the shorter prefixes made by removing components from its end. The head may stand after any of
  /// them, since a custom module holds the encoder and the head beside each other.
  private let places: [String]

  init(_ checkpoint: Checkpoint, _ traits: ArchitectureTraits, wrapper: String) {
    self.checkpoint = checkpoint
    self.traits = traits
    self.wrapper = wrapper
    let components = wrapper.split(separator: ".")
    places = (0...components.count).reversed().map { count in components.prefix(count).map { $0 + "." }.joined() }
  }

  /// The tensor of a parameter, which has its name in transformers' class with a classifier.
  func tensor(for name: String) -> TensorDescriptor? {
    for spelling in spellings(of: name) {
      if let tensor = checkpoint[spelling] { return tensor }
      // TensorFlow's names, in checkpoints converted before 2019.
      if let older = Self.older(spelling), let tensor = checkpoint[older] { return tensor }
    }
    // Of tensors that share memory a checkpoint may store any one.
    if let words = traits.names[.wordEmbeddings], name == words.pattern + ".weight" {
      return traits.tiedWordEmbeddings.lazy.flatMap { tied in places.map { $0 + tied } }
        .compactMap { checkpoint[$0] }.first
    }
    return nil
  }

  /// The names of a quantized weight's tensors. Any matrix of the encoder may be quantized.
  func quantizedNames(for specification: ParameterSpecification) -> QuantizedNames? {
    guard specification.form != .vector, ![.pooler, .classifier].contains(specification.part) else { return nil }
    return spellings(of: specification.name).lazy.map { QuantizedNames($0) }.first { checkpoint[$0.values] != nil }
  }

  /// Whether a tensor is a buffer such as a position counter or mask, and no parameter.
  func isBuffer(_ name: String) -> Bool { traits.buffers.contains { name.hasSuffix($0) } }

  /// A tensor's name without the wrapper's prefix, or the longest part of it that the name has.
  func unwrapped(_ name: String) -> String {
    places.first { name.hasPrefix($0) }.map { String(name.dropFirst($0.count)) } ?? name
  }

  /// Possible names of a parameter: with and without the architecture's prefix, the name in transformers first.
  private func spellings(of name: String) -> [String] {
    guard name.hasPrefix(traits.prefix) else { return places.map { $0 + name } }
    return [wrapper + name, wrapper + name.dropFirst(traits.prefix.count)]
  }

  /// TensorFlow's names for γ and β of LayerNorm.
  private static func older(_ name: String) -> String? {
    if name.hasSuffix("LayerNorm.weight") { return name.dropLast(6) + "gamma" }
    if name.hasSuffix("LayerNorm.bias") { return name.dropLast(4) + "beta" }
    return nil
  }
}
