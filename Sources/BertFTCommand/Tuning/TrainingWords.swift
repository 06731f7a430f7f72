import BertFT

/// The words for `bertft train` that name the same rows and the same encoder as a command line of `bertft tune`.
struct TrainingWords: Sendable {
  private let words: [String]

  /// The options with a value that belong to the search, or that each setting gives itself.
  private static let valued: Set<String> = [
    "--time", "--trials", "--methods", "--out", "--epochs", "--max-length", "--learning-rate", "--events",
  ]
  /// The options without a value that belong to the search.
  private static let flags: Set<String> = ["--resume", "--skip-finished", "--json"]

  /// - Parameter arguments: The command line of `bertft tune`, the program's name first.
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

  /// The command that trains with one setting, as a line of the shell.
  ///
  /// - Parameters:
  ///   - setting: The setting.
  ///   - out: Where its bundle goes.
  func line(for setting: TrainingSetting, out: String) -> String {
    (["bertft", "train"] + (setting.arguments + ["--out", out] + words).map(TrainingReport.argument)).joined(
      separator: " ")
  }
}

extension TrainingSetting {
  /// The options of `bertft train` for the setting.
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
