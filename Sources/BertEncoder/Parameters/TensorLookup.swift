import BertCheckpoint

/// Finds a tensor under the spellings that checkpoints of one architecture use, behind whatever wrapped the model.
struct TensorLookup {
  let checkpoint: Checkpoint
  let traits: ArchitectureTraits
  /// What stands in front of the encoder's own names, with its point; empty for a checkpoint of transformers.
  let wrapper: String
  /// ``wrapper`` and what is left of it when components are taken from its end: where a head may stand, since a module
  /// of one's own holds the encoder and the head beside each other.
  private let places: [String]

  init(_ checkpoint: Checkpoint, _ traits: ArchitectureTraits, wrapper: String) {
    self.checkpoint = checkpoint
    self.traits = traits
    self.wrapper = wrapper
    let components = wrapper.split(separator: ".")
    places = (0...components.count).reversed().map { count in components.prefix(count).map { $0 + "." }.joined() }
  }

  /// The tensor of a parameter, which ``ParameterNames`` names as transformers' class with a classifier does.
  func tensor(for name: String) -> TensorDescriptor? {
    for spelling in spellings(of: name) {
      if let tensor = checkpoint[spelling] { return tensor }
      // TensorFlow's names, in checkpoints converted before 2019.
      if let older = Self.older(spelling), let tensor = checkpoint[older] { return tensor }
    }
    // Of tensors that share their memory a checkpoint may hold any one.
    if let words = traits.names[.wordEmbeddings], name == words.pattern + ".weight" {
      return traits.tiedWordEmbeddings.lazy.flatMap { tied in places.map { $0 + tied } }
        .compactMap { checkpoint[$0] }.first
    }
    return nil
  }

  /// The names under which a quantised checkpoint has a weight: any matrix of the encoder may be there so.
  func quantizedNames(for specification: ParameterSpecification) -> QuantizedNames? {
    guard specification.form != .vector, ![.pooler, .classifier].contains(specification.part) else { return nil }
    return spellings(of: specification.name).lazy.map { QuantizedNames($0) }.first { checkpoint[$0.values] != nil }
  }

  /// Counters and masks are no parameters.
  func isBuffer(_ name: String) -> Bool { traits.buffers.contains { name.hasSuffix($0) } }

  /// A tensor's name as it stands in a head's place: without the wrapper, or the part of it that the name has.
  func unwrapped(_ name: String) -> String {
    places.first { name.hasPrefix($0) }.map { String(name.dropFirst($0.count)) } ?? name
  }

  /// Where a parameter may stand: with the architecture's prefix and without it, the proper name first.
  private func spellings(of name: String) -> [String] {
    guard name.hasPrefix(traits.prefix) else { return places.map { $0 + name } }
    return [wrapper + name, wrapper + name.dropFirst(traits.prefix.count)]
  }

  /// What TensorFlow calls γ and β of LayerNorm.
  private static func older(_ name: String) -> String? {
    if name.hasSuffix("LayerNorm.weight") { return name.dropLast(6) + "gamma" }
    if name.hasSuffix("LayerNorm.bias") { return name.dropLast(4) + "beta" }
    return nil
  }
}
