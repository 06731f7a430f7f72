import ArgumentParser

/// An option that the command does not have, with the one that was meant where that can be told. The parser suggests whatever
/// is spelt alike, such as `--out` for `--lr`.
struct UnknownOption {
  let message: String

  /// What other programs call the same; where a command has none of it, nothing is suggested.
  private static let namesElsewhere = [
    "lr": "learning-rate", "rate": "learning-rate", "wd": "weight-decay", "bs": "batch-size",
    "per-device-train-batch-size": "batch-size", "train-batch-size": "batch-size", "num-train-epochs": "epochs",
    "num-epochs": "epochs", "n-epochs": "epochs", "max-seq-length": "max-length", "max-len": "max-length",
    "output": "out", "output-dir": "out", "save": "out", "val": "validation", "valid": "validation",
    "dev": "validation",
    "eval": "validation", "model-name-or-path": "model", "encoder": "model", "label": "label-column",
    "target": "label-column", "workers": "threads", "jobs": "threads", "cpus": "threads", "num-threads": "threads",
    "random-state": "seed", "top-k": "top", "separator": "delimiter", "overwrite": "force",
  ]

  /// Nil for another mistake.
  ///
  /// - Parameters:
  ///   - parsing: What the parser says.
  ///   - arguments: Those after the program's name.
  init?(_ parsing: String, _ arguments: [String]) {
    let parts = parsing.split(separator: "'", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[0] == "Unknown option ", parts[1].hasPrefix("--") else { return nil }
    let name = String(parts[1].dropFirst(2).prefix { $0 != "=" })
    let meant = Self.meant(by: name, among: Self.options(of: arguments))
    message = "Unknown option '--\(name)'" + (meant.map { ". Did you mean '--\($0)'?" } ?? "")
  }

  /// The names of the options of the command that the words name, as its help has them.
  private static func options(of arguments: [String]) -> Set<String> {
    var command: any ParsableCommand.Type = BertFTCommand.self
    for word in arguments {
      guard let next = command.configuration.subcommands.first(where: { $0._commandName == word }) else { break }
      command = next
    }
    let help = BertFTCommand.helpMessage(for: command)
    let words = help.split { !($0.isLetter || $0.isNumber || $0 == "-") }
    return Set(words.filter { $0.hasPrefix("--") }.map { String($0.dropFirst(2)) })
  }

  private static func meant(by name: String, among options: Set<String>) -> String? {
    let name = name.lowercased().split(separator: "_").joined(separator: "-")
    if options.contains(name) { return name }
    if let elsewhere = namesElsewhere[name] { return options.contains(elsewhere) ? elsewhere : nil }
    // A word of more, or of fewer.
    let longer = options.filter { $0.hasPrefix(name + "-") || name.hasPrefix($0 + "-") }
    if longer.count == 1 { return longer.first }
    // A slip of the finger: a letter in four.
    let near = options.map { (name: $0, distance: distance(name, $0)) }.filter { $0.distance <= max(1, name.count / 4) }
    return near.min { ($0.distance, $0.name) < ($1.distance, $1.name) }.flatMap { name.count > 2 ? $0.name : nil }
  }

  /// Letters put in, taken out or changed to get from one word to the other (Levenshtein).
  private static func distance(_ one: String, _ other: String) -> Int {
    let other = Array(other)
    var row = Array(0...other.count)
    for (place, letter) in one.enumerated() {
      var diagonal = row[0]
      row[0] = place + 1
      for index in other.indices {
        let changed = diagonal + (letter == other[index] ? 0 : 1)
        diagonal = row[index + 1]
        row[index + 1] = min(changed, row[index] + 1, diagonal + 1)
      }
    }
    return row[other.count]
  }
}
