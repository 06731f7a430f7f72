import Synchronization

/// The command line as the user typed it; the options of a job replace the job's file.
enum TypedCommand {
  private static let typed = Mutex(Array(CommandLine.arguments.dropFirst()))

  /// The words after the program's name.
  static var words: [String] { typed.withLock { $0 } }

  /// Replaces a job's file by its options. Call it once, before the words are parsed.
  ///
  /// - Throws: `CommandFailure` for a file that does not hold the job.
  static func expandJob() throws(CommandFailure) {
    let expanded = try JobWords.expanded(words)
    typed.withLock { $0 = expanded }
  }

  /// The command as a line of the shell.
  static var line: String { (["bertft"] + words.map(TrainingReport.argument)).joined(separator: " ") }
}
