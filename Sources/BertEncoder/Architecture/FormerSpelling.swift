package import BertCheckpoint

/// A part of the names that checkpoints of a model's own code, from before transformers had the architecture, give to
/// tensors, and what transformers calls it.
struct FormerSpelling: Sendable {
  let former: String
  /// What stands in its place; of several, the tensor is cut along its first extent into as many equal parts.
  let names: [String]
  /// Whether it only counts at the beginning of a name.
  var isPrefix = false
  /// Whether it only counts in a name that others change, since it might be what holds the encoder.
  var isBesideOthers = false

  init(_ former: String, _ names: String...) {
    self.former = former
    self.names = names
  }

  /// What names begin with.
  static func prefix(_ former: String, _ name: String) -> FormerSpelling {
    var spelling = FormerSpelling(former, name)
    spelling.isPrefix = true
    return spelling
  }

  /// What only counts beside other former parts of a name.
  static func beside(_ former: String, _ name: String) -> FormerSpelling {
    var spelling = FormerSpelling(former, name)
    spelling.isBesideOthers = true
    return spelling
  }

  /// The names in the place of one.
  func applied(to name: String) -> [String] {
    if isPrefix { return name.hasPrefix(former) ? names.map { $0 + name.dropFirst(former.count) } : [name] }
    return name.contains(former) ? names.map { name.replacing(former, with: $0, maxReplacements: 1) } : [name]
  }
}

extension Checkpoint {
  /// The weights under transformers' names where they stand under those of a model's own code.
  package func spelled(for architecture: Architecture) -> Checkpoint {
    let spellings = architecture.traits.formerSpellings
    guard !spellings.isEmpty else { return self }
    return respelled { name in
      spellings.reduce([name]) { names, spelling in
        spelling.isBesideOthers && names == [name] ? names : names.flatMap(spelling.applied)
      }
    }
  }
}
