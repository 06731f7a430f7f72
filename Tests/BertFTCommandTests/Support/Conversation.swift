import Foundation

/// A program that is spoken with through pipes while it runs.
final class Conversation {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let folder: Folder
  private let errors: URL
  private var received = Data()

  /// Starts `bertft`.
  init(_ arguments: [String]) throws {
    folder = try Folder()
    errors = folder.url.appendingPathComponent("stderr")
    try Data().write(to: errors)
    process.executableURL = Program.url
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["BERTFT_CACHE": folder.path("cache"), "HF_HOME": folder.path("hf")]
    ) { $1 }
    process.standardInput = input
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
  }

  var isRunning: Bool { process.isRunning }

  func send(_ text: String) throws { try input.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }

  func send(_ bytes: [UInt8]) throws { try input.fileHandleForWriting.write(contentsOf: Data(bytes)) }

  /// What the program has written up to an end, which is taken away; nil where it does not come within a minute.
  func receive(upTo end: String) -> String? {
    take { $0.range(of: Data(end.utf8))?.upperBound }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// So many bytes of what the program has written.
  func receive(bytes count: Int) -> [UInt8]? {
    take { $0.count >= count ? $0.startIndex + count : nil }.map(Array.init)
  }

  private func take(_ end: (Data) -> Data.Index?) -> Data? {
    let deadline = Date(timeIntervalSinceNow: 60)
    let descriptor = output.fileHandleForReading.fileDescriptor
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while Date() < deadline {
      if let place = end(received) {
        defer { received = Data(received[place...]) }
        return received[..<place]
      }
      var status = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&status, 1, 1000) > 0 else { continue }
      let count = read(descriptor, &buffer, buffer.count)
      if count <= 0 { return nil }
      received.append(contentsOf: buffer.prefix(count))
    }
    return nil
  }

  /// Goes away without reading on.
  func stopReading() throws { try output.fileHandleForReading.close() }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Ends the input, and gives what is left of the output.
  func finish() throws -> Program.Outcome {
    try? input.fileHandleForWriting.close()
    return try wait()
  }

  /// Waits for the end.
  func wait() throws -> Program.Outcome {
    let rest = (try? output.fileHandleForReading.readToEnd()).flatMap { $0 } ?? Data()
    process.waitUntilExit()
    let isSignal = process.terminationReason == .uncaughtSignal
    return Program.Outcome(
      status: isSignal ? nil : process.terminationStatus,
      output: String(decoding: received + rest, as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self),
      signal: isSignal ? process.terminationStatus : nil)
  }
}
