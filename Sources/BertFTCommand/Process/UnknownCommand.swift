import ArgumentParser

/// The first word of a command line that ought to name a command and does not. The parser calls it an unexpected argument.
struct UnknownCommand {
  let message: String

  /// Nil where each word that ought to be a command is one.
  ///
  /// - Parameter arguments: those after the program's name.
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
