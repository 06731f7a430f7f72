import Foundation

/// Runs programs without a shell.
enum Subprocess {
  /// Runs a program to its end. Cancelling the task terminates it.
  ///
  /// Standard error is read through a pipe, not a file, since it may report that the disk is full.
  ///
  /// - Parameters:
  ///   - executable: The program.
  ///   - arguments: Its arguments.
  ///   - directory: Its working directory; not that of this program, whose files it must not read.
  ///   - subject: The subject of errors.
  /// - Returns: The exit status, or 128 and the number of the signal that ended it; and what it wrote to standard
  ///   error.
  /// - Throws: `cancelled`; `pythonMissing` where the program cannot be started.
  static func run(
    _ executable: URL, _ arguments: [String], in directory: URL, subject: String
  ) async throws(HubError) -> (status: Int32, errors: String) {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = directory
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let errors = ErrorOutput()
    process.standardError = errors.pipe
    let running = RunningProcess(process)
    let hasStarted = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
        process.terminationHandler = { _ in continuation.resume(returning: true) }
        if running.start() {
          errors.collect()
        } else {
          continuation.resume(returning: false)
        }
      }
    } onCancel: {
      running.stop()
    }
    if Task.isCancelled { throw HubError(.cancelled, subject) }
    guard hasStarted else { throw HubError(.pythonMissing, executable.path) }
    let status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    return (status, await errors.text())
  }
}
