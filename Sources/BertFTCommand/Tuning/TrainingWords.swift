import BertFT

/// The words of `bertft train` that ask for the same rows and the same encoder as those of `bertft tune`.
struct TrainingWords: Sendable {
  private let words: [String]

  /// What is asked of the search alone, and what each setting says itself.
  private static let valued: Set<String> = [
    "--time", "--trials", "--methods", "--out", "--epochs", "--max-length", "--learning-rate", "--events",
  ]
  private static let flags: Set<String> = ["--resume", "--skip-finished", "--json"]

  /// - Parameter arguments: Those of `bertft tune`, the program's name first.
  init(_ arguments: [String]) {
    var words: [String] = [], place = min(2, arguments.count)
    while place < arguments.count {
      let word = arguments[place], name = String(word.prefix { $0 != "=" })
      place += 1
      if word == "--" {
        words += arguments[(place - 1)...]
        break
      }
      if Self.valued.contains(name) {
        if name == word { place += 1 }
      } else if !Self.flags.contains(word) {
        words.append(word)
      }
    }
    self.words = words
  }

  /// The command that trains by a setting alone, as a line of the shell.
  ///
  /// - Parameter out: Where its bundle goes.
  func line(for setting: TrainingSetting, out: String) -> String {
    (["bertft", "train"] + (setting.arguments + ["--out", out] + words).map(TrainingReport.argument)).joined(
      separator: " ")
  }
}

extension TrainingSetting {
  /// The options of `bertft train` that ask for it.
  var arguments: [String] {
    var arguments = ["--method", method.rawValue]
    if takesSteps {
      arguments += ["--epochs", "\(epochs)"]
      if let learningRate { arguments += ["--learning-rate", "\(learningRate)"] }
    }
    if layerDecay != 1 { arguments += ["--layer-decay", "\(layerDecay)"] }
    switch freeze {
    case .nothing: break
    case .embeddings: arguments += ["--freeze", "embeddings"]
    case .layers(let count): arguments += ["--freeze", "\(count)"]
    case .all: arguments += ["--freeze", "all"]
    }
    if method.needsEncoder { arguments += ["--max-length", "\(maxLength)"] }
    return arguments
  }
}
