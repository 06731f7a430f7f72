/// The reason why a command failed: one or two lines for the user, and an exit code.
struct CommandFailure: Error, Sendable {
  let status: ExitStatus
  /// What is wrong and where, and on a second line what to do next.
  let message: String

  init(_ status: ExitStatus, _ message: String, remedy: String? = nil) {
    self.status = status
    self.message = remedy.map { message + "\n" + $0 } ?? message
  }
}
