import ArgumentParser
import BertFT

/// A flag that not all methods use. One that would change nothing is refused, because nobody would notice.
struct FlagUse {
  let flag: String
  let isGiven: Bool
  /// The methods that use it.
  let methods: [TrainingMethod]

  /// - Parameter isGiven: whether the flag is in the command line.
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

  /// - Throws: `ValidationError` for the first flag that is given and that the method does not use.
  static func require(_ uses: [FlagUse], method: TrainingMethod) throws {
    guard let unused = uses.first(where: { $0.isGiven && !$0.methods.contains(method) }) else { return }
    throw ValidationError("\(unused.flag) is for --method \(unused.names), not \(method.rawValue)")
  }

  /// - Throws: `ValidationError` for the first flag that is given and that none of the methods uses.
  static func require(_ uses: [FlagUse], methods: [TrainingMethod]) throws {
    guard let unused = uses.first(where: { $0.isGiven && !$0.methods.contains(where: methods.contains) }) else {
      return
    }
    throw ValidationError("\(unused.flag) is for the method \(unused.names), which --methods does not name")
  }
}
