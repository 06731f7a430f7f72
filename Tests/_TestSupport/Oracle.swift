public import Foundation

/// A Python with the reference libraries (torch, transformers, safetensors …), for tests that ask them directly.
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

  /// Whether tests that ask the reference can run.
  public static var isAvailable: Bool { python != nil }

  /// Whether the tests can run that ask real databases: PostgreSQL with pgvector, and sqlite-vec. In CI they always do, so
  /// that they fail where these are missing.
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

  /// Runs a script and gives what it wrote to standard output.
  ///
  /// - Throws: `OracleError` if there is no interpreter or the script ends with another status than 0; its standard
  ///   error is then part of the message.
  public static func run(script: URL, arguments: [String]) throws -> String {
    guard let python else { throw OracleError(message: "BERTFT_ORACLES is not set") }
    let process = Process()
    process.executableURL = python
    process.arguments = [script.path] + arguments
    let output = Pipe()
    process.standardOutput = output
    // A file takes the errors, so that neither stream can fill up while the other is being read.
    let errors = FileManager.default.temporaryDirectory.appendingPathComponent("oracle-\(UUID().uuidString).err")
    _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
    defer { try? FileManager.default.removeItem(at: errors) }
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let report = String(decoding: (try? Data(contentsOf: errors)) ?? Data(), as: UTF8.self)
      throw OracleError(message: "\(script.lastPathComponent) ended with \(process.terminationStatus): \(report)")
    }
    return String(decoding: data, as: UTF8.self)
  }
}

/// Why the reference could not be asked.
public struct OracleError: Error, CustomStringConvertible {
  /// One line, and what the script wrote to standard error.
  public let message: String

  /// The message.
  public var description: String { message }
}
