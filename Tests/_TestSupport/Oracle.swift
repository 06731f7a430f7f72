public import Foundation

/// The Python with the reference implementations (PyTorch, transformers, scikit-learn).
///
/// `make test` makes it and names it in `BERTFT_ORACLES`. Where it is not named, tests that need it are disabled, with
/// a line that says so; where `CI=true`, they run and fail.
public enum Oracle {
  /// What a disabled test says.
  public static let hint = "needs the reference implementations: run `make test`, or name a Python in BERTFT_ORACLES"

  /// Whether tests that need it are to run.
  public static let isAvailable: Bool = isContinuousIntegration || path != nil

  /// The interpreter.
  public static func python() throws -> URL {
    guard let path else { throw Absent() }
    return URL(fileURLWithPath: path)
  }

  /// Runs a script of the repository, such as `Scripts/golden/encoder.py`, and returns what it prints.
  public static func run(_ script: String, _ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = try python()
    process.arguments = [RepositoryRoot.url.appendingPathComponent(script).path] + arguments
    // The references must not look for newer models while they run.
    process.environment = ProcessInfo.processInfo.environment.merging(["HF_HUB_OFFLINE": "1"]) { $1 }
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(script: script, status: process.terminationStatus) }
    return data
  }

  /// The environment was not named.
  public struct Absent: Error, CustomStringConvertible {
    /// What is absent or went wrong, and what to do.
    public var description: String { Oracle.hint }
  }

  /// A script ended badly; what it had to say stands on standard error.
  public struct Failed: Error, CustomStringConvertible {
    let script: String
    let status: Int32
    /// What is absent or went wrong, and what to do.
    public var description: String { "\(script) ended with \(status)" }
  }

  private static let path = ProcessInfo.processInfo.environment["BERTFT_ORACLES"].flatMap { $0.isEmpty ? nil : $0 }
}
