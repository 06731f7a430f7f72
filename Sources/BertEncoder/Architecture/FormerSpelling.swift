package import BertCheckpoint

/// A part of tensor names in checkpoints of a model's own code, from before transformers had the architecture, and
/// transformers' name for it.
struct FormerSpelling: Sendable {
  let former: String
  /// The replacement. For several the tensor is split along its first dimension into as many equal parts.
  let names: [String]
  /// Whether it matches only at the beginning of a name.
  var isPrefix = false
  /// Whether it applies only to names that earlier spellings changed, because alone it may be the prefix of a wrapper
  /// around the encoder.
  var isBesideOthers = false

  init(_ former: String, _ names: String...) {
    self.former = former
    self.names = names
  }

  /// A spelling that matches only at the beginning of a name.
  static func prefix(_ former: String, _ name: String) -> FormerSpelling {
    var spelling = FormerSpelling(former, name)
    spelling.isPrefix = true
    return spelling
  }

  /// A spelling that applies only to names that earlier spellings changed.
  static func beside(_ former: String, _ name: String) -> FormerSpelling {
    var spelling = FormerSpelling(former, name)
    spelling.isBesideOthers = true
    return spelling
  }

  /// The names that replace a name: the name alone where it does not match.
  func applied(to name: String) -> [String] {
    if isPrefix { return name.hasPrefix(former) ? names.map { $0 + name.dropFirst(former.count) } : [name] }
    return name.contains(former) ? names.map { name.replacing(former, with: $0, maxReplacements: 1) } : [name]
  }
}

extension Checkpoint {
  /// The checkpoint with transformers' tensor names in the place of those of a model's own code.
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
