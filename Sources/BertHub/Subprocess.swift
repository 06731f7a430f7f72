import Foundation

/// Programs run without a shell.
enum Subprocess {
  /// Runs a program to its end and gives its status and what it wrote to standard error. A cancelled task ends it.
  ///
  /// - Parameter directory: A directory of the caller's for the file that takes standard error.
  static func run(
    _ executable: URL, _ arguments: [String], in directory: URL, subject: String
  ) async throws(HubError) -> (status: Int32, errors: String) {
    let log = directory.appendingPathComponent("errors-\(UUID().uuidString)")
    guard FileManager.default.createFile(atPath: log.path, contents: nil),
      let errors = FileHandle(forWritingAtPath: log.path)
    else { throw HubError(.system("open", errno), log.path) }
    defer { try? errors.close() }
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    let running = RunningProcess(process)
    let hasStarted = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
        process.terminationHandler = { _ in continuation.resume(returning: true) }
        if !running.start() { continuation.resume(returning: false) }
      }
    } onCancel: {
      running.stop()
    }
    if Task.isCancelled { throw HubError(.cancelled, subject) }
    guard hasStarted else { throw HubError(.pythonMissing, executable.path) }
    let text = String(decoding: (try? Data(contentsOf: log)) ?? Data(), as: UTF8.self)
    let status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    return (status, text)
  }
}
