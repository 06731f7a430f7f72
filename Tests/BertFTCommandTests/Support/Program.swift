import Foundation
import _TestSupport

/// The built program, run as a person runs it: arguments in, two streams and a status out.
enum Program {
  /// What a run left behind.
  struct Outcome: CustomStringConvertible {
    /// The exit code; nil where a signal ended the program, which no input may bring about.
    let status: Int32?
    let output: String
    let errors: String
    let signal: Int32?

    var outputLines: [String] { output.split(separator: "\n", omittingEmptySubsequences: true).map(String.init) }
    var errorLines: [String] { errors.split(separator: "\n", omittingEmptySubsequences: true).map(String.init) }

    var description: String {
      "status \(status.map(String.init) ?? "signal \(signal ?? 0)")\nstdout: \(output.prefix(2000))\nstderr: \(errors.prefix(2000))"
    }
  }

  /// `bertft` beside the test program, where `swift test` builds it.
  static let url: URL = {
    var folders = [URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()]
    folders += Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
    folders.append(Bundle.main.bundleURL)
    folders.append(RepositoryRoot.url.appendingPathComponent(".build/release"))
    let candidates = folders.map { $0.appendingPathComponent("bertft") }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? candidates[0]
  }()

  /// Runs `bertft` and waits for its end.
  static func run(
    _ arguments: [String], input: Data? = nil, environment: [String: String] = [:], directory: URL? = nil
  ) throws -> Outcome {
    try start(arguments, input: input, environment: environment, directory: directory).wait()
  }

  /// Runs a shell script in which `$BERTFT` is the program.
  static func shell(_ script: String, environment: [String: String] = [:], directory: URL? = nil) throws -> Outcome {
    try start(
      ["-c", script], executable: URL(fileURLWithPath: "/bin/sh"),
      environment: environment.merging(["BERTFT": url.path]) { $1 }, directory: directory
    ).wait()
  }

  /// Starts `bertft` and returns at once.
  static func start(
    _ arguments: [String], executable: URL = url, input: Data? = nil, environment: [String: String] = [:],
    directory: URL? = nil
  ) throws -> Running {
    let folder = try Folder()
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    // A test must not depend on the developer's settings, nor reach the network.
    var settings = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("HF_") }
    settings["BERTFT_CACHE"] = folder.url.appendingPathComponent("cache").path
    settings["HF_HOME"] = folder.url.appendingPathComponent("hf").path
    settings["COLUMNS"] = "80"
    process.environment = settings.merging(environment) { $1 }
    process.currentDirectoryURL = directory
    let given = folder.url.appendingPathComponent("stdin")
    let output = folder.url.appendingPathComponent("stdout")
    let errors = folder.url.appendingPathComponent("stderr")
    try (input ?? Data()).write(to: given)
    for file in [output, errors] { try Data().write(to: file) }
    // Files rather than pipes: no reader is needed while the program runs, and no pipe can fill up.
    process.standardInput = try FileHandle(forReadingFrom: given)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    return Running(process: process, folder: folder, output: output, errors: errors)
  }

  /// A program under way.
  struct Running {
    let process: Process
    fileprivate let folder: Folder
    fileprivate let output: URL
    fileprivate let errors: URL

    /// What it has written to standard output so far.
    var outputSoFar: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

    /// What it has written to standard error so far.
    var errorsSoFar: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

    /// Waits for the end.
    func wait() throws -> Outcome {
      process.waitUntilExit()
      let isSignal = process.terminationReason == .uncaughtSignal
      return Outcome(
        status: isSignal ? nil : process.terminationStatus,
        output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
        errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
        signal: isSignal ? process.terminationStatus : nil)
    }
  }
}
