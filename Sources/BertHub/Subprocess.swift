import Foundation

/// Programs run without a shell.
enum Subprocess {
  /// Runs a program to its end and gives its status and what it wrote to standard error. A cancelled task ends it.
  ///
  /// Standard error comes through a pipe, not a file: the disk may be full, and that is what it would say.
  ///
  /// - Parameter directory: Where it runs: never where this program was started, whose files it has no business with.
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
