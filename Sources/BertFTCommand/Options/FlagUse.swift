import BertFT

/// A flag that only some methods use. A given flag without effect is warned of, because nobody would notice it.
struct FlagUse {
  let flag: String
  let isGiven: Bool
  /// The methods that use it.
  let methods: [TrainingMethod]

  /// - Parameters:
  ///   - flag: The flag with its hyphens.
  ///   - isGiven: Whether the flag is in the command line.
  ///   - methods: The methods that use it.
  init(_ flag: String, _ isGiven: Bool, _ methods: [TrainingMethod]) {
    self.flag = flag
    self.isGiven = isGiven
    self.methods = methods
  }

  /// The methods in words: `auto, finetune or features`.
  private var names: String {
    let names = methods.map(\.rawValue)
    return names.count < 2
      ? names.joined() : names.dropLast().joined(separator: ", ") + " or " + names[names.count - 1]
  }

  /// A warning for each given flag that none of the methods of the run uses.
  static func warnings(_ uses: [FlagUse], methods: [TrainingMethod]) -> [String] {
    uses.filter { $0.isGiven && !$0.methods.contains(where: methods.contains) }.map { unused in
      methods.count == 1
        ? "\(unused.flag) has no effect: it is for the method \(unused.names), not \(methods[0].rawValue)"
        : "\(unused.flag) has no effect: it is for the method \(unused.names), which is not among those compared"
    }
  }
}
