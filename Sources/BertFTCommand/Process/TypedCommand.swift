import Synchronization

/// The command as the user typed it, with the options of a job in the place of its file.
enum TypedCommand {
  private static let typed = Mutex(Array(CommandLine.arguments.dropFirst()))

  /// The words after the program's name.
  static var words: [String] { typed.withLock { $0 } }

  /// Puts the options of a job in the place of its file. To be called once, before the words are parsed.
  ///
  /// - Throws: `CommandFailure` for a file that holds no such job.
  static func expandJob() throws(CommandFailure) {
    let expanded = try JobWords.expanded(words)
    typed.withLock { $0 = expanded }
  }

  /// As a line of the shell.
  static var line: String { (["bertft"] + words.map(TrainingReport.argument)).joined(separator: " ") }
}
