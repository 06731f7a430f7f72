public import Foundation
import Synchronization

/// A Python with the reference libraries (torch, transformers, safetensors …), for tests that run them.
///
/// The environment variable `BERTFT_ORACLES` names the interpreter. Where it is unset such tests are disabled; when
/// `CI` is `true` a test of this package fails instead, so that they cannot silently stop running.
public enum Oracle {
  /// The interpreter, or nil where there is none.
  public static let python: URL? = ProcessInfo.processInfo.environment["BERTFT_ORACLES"].flatMap { path in
    guard FileManager.default.isExecutableFile(atPath: path) else {
      FileHandle.standardError.write(Data("BERTFT_ORACLES: \(path) cannot be run; oracle tests do not run\n".utf8))
      return nil
    }
    return URL(fileURLWithPath: path)
  }

  /// Whether tests that run the reference libraries can run.
  public static var isAvailable: Bool { python != nil }

  /// Whether tests with real databases can run: PostgreSQL with pgvector, and sqlite-vec. In CI it is true without a
  /// check, so that these tests fail where a database is missing.
  public static let hasDatabases: Bool = {
    guard let python else { return false }
    if ProcessInfo.processInfo.environment["CI"] == "true" { return true }
    let process = Process()
    process.executableURL = python
    process.arguments = ["-W", "ignore", "-c", "import pgserver, apsw, sqlite_vec"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    if process.terminationStatus == 0 { return true }
    FileHandle.standardError.write(
      Data("BERTFT_ORACLES: pgserver, apsw or sqlite-vec is missing; tests of databases do not run\n".utf8))
    return false
  }()

  /// Runs a script and returns what it wrote to standard output.
  ///
  /// - Throws: `OracleError` if there is no interpreter or the script ends with another status than 0; its standard
  ///   error is then part of the message.
  public static func run(script: URL, arguments: [String]) throws -> String {
    try server.get().run(script, arguments)
  }

  private static let server = Result {
    guard let python else { throw OracleError(message: "BERTFT_ORACLES is not set") }
    return try OracleServer(python)
  }
}

/// The process that imports the libraries once and forks a child for each script (`Scripts/oracles/server.py`).
private final class OracleServer: @unchecked Sendable {
  private struct Request: Encodable {
    let script: String
    let arguments: [String]
    let output, errors, status: String
  }

  private let process = Process()
  private let requests = Pipe()
  private let turn = Mutex(())

  init(_ python: URL) throws {
    process.executableURL = python
    process.arguments = [RepositoryRoot.url.appendingPathComponent("Scripts/oracles/server.py").path]
    process.standardInput = requests
    process.standardOutput = FileHandle.nullDevice
    try process.run()
  }

  func run(_ script: URL, _ arguments: [String]) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("oracle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    func text(_ name: String) -> String? {
      (try? Data(contentsOf: folder.appendingPathComponent(name))).map { String(decoding: $0, as: UTF8.self) }
    }
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    let request = Request(
      script: script.path, arguments: arguments, output: path("output"), errors: path("errors"), status: path("status"))
    let line = try JSONEncoder().encode(request) + [UInt8(ascii: "\n")]
    try turn.withLock { _ in try requests.fileHandleForWriting.write(contentsOf: line) }
    while text("status") == nil {
      guard process.isRunning else { throw OracleError(message: "the process that runs the scripts has ended") }
      Thread.sleep(forTimeInterval: 0.01)
    }
    guard text("status") == "0" else {
      throw OracleError(
        message: "\(script.lastPathComponent) ended with \(text("status") ?? "?"): \(text("errors") ?? "")")
    }
    return text("output") ?? ""
  }
}

/// Why a script of the reference libraries failed.
public struct OracleError: Error, CustomStringConvertible {
  /// One line, and what the script wrote to standard error.
  public let message: String

  /// The message.
  public var description: String { message }
}
