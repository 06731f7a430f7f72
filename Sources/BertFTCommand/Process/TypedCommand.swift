/// The command as the user typed it.
enum TypedCommand {
  /// As a line of the shell.
  static var line: String {
    (["bertft"] + CommandLine.arguments.dropFirst().map(TrainingReport.argument)).joined(separator: " ")
  }
}
