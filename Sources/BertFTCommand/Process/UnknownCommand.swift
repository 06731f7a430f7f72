import ArgumentParser

/// A word in the place of a command that names none. The parser would call it an unexpected argument.
struct UnknownCommand {
  let message: String

  /// Finds the first such word; nil where there is none.
  ///
  /// - Parameter arguments: The words after the program's name.
  init?(_ arguments: [String]) {
    var command: any ParsableCommand.Type = BertFTCommand.self
    var path: [String] = []
    for word in arguments {
      let commands = command.configuration.subcommands
      if commands.isEmpty || word.hasPrefix("-") || word == "help" { return nil }
      path.append(word)
      guard let next = commands.first(where: { $0._commandName == word }) else {
        message = "there is no command '\(path.joined(separator: " "))'"
        return
      }
      command = next
    }
    return nil
  }
}
