import Foundation
import Synchronization

/// Servers that run. Those that tests share are never freed, so that the end of the test program ends them.
private let runningServers = Mutex<Set<pid_t>>([])
private let endsServersAtExit: Void = {
  atexit { runningServers.withLock { for server in $0 { kill(server, SIGKILL) } } }
}()

/// `bertft serve` as a process of its own, on a free port.
final class Server: Sendable {
  let running: Program.Running
  let port: Int

  /// - Parameter prelude: What the shell does before it becomes the program, such as `ulimit -n 200`.
  init(
    _ model: String, _ options: [String] = [], environment: [String: String] = [:], prelude: String? = nil,
    directory: URL? = nil
  ) throws {
    let arguments = ["serve", model, "--port", "0", "--threads", "1", "--offline"] + options
    if let prelude {
      running = try Program.start(
        ["-c", prelude + #"; exec "$0" "$@""#, Program.url.path] + arguments,
        executable: URL(fileURLWithPath: "/bin/sh"),
        environment: environment, directory: directory)
    } else {
      running = try Program.start(arguments, environment: environment, directory: directory)
    }
    endsServersAtExit
    let identifier = running.process.processIdentifier
    runningServers.withLock { _ = $0.insert(identifier) }
    var address = ""
    for _ in 0..<6000 where address.isEmpty && running.process.isRunning {
      Thread.sleep(forTimeInterval: 0.01)
      if running.outputSoFar.hasSuffix("\n") { address = running.outputSoFar.trimmingCharacters(in: .newlines) }
    }
    guard let port = URL(string: address)?.port else {
      throw RawClient.Failure(what: "the server did not start: \(running.errorsSoFar)")
    }
    self.port = port
  }

  deinit {
    let identifier = running.process.processIdentifier
    runningServers.withLock { _ = $0.remove(identifier) }
    if running.process.isRunning { kill(identifier, SIGKILL) }
  }

  var url: String { "http://127.0.0.1:\(port)" }

  /// Sends a request on a connection of its own.
  func request(
    _ method: String, _ path: String, body: String? = nil, headers: [String: String] = [:]
  ) throws -> RawClient.Answer {
    let client = try RawClient(port: port)
    var all = ["Host": "test", "Connection": "close"]
    if let body {
      all["Content-Type"] = "application/json"
      all["Content-Length"] = "\(body.utf8.count)"
    }
    all.merge(headers) { $1 }
    let head = all.map { "\($0.key): \($0.value)\r\n" }.joined()
    client.send("\(method) \(path) HTTP/1.1\r\n\(head)\r\n\(body ?? "")")
    guard let answer = client.receive() else { throw RawClient.Failure(what: "no answer; \(running.errorsSoFar)") }
    return answer
  }

  func classify(_ body: String, headers: [String: String] = [:]) throws -> RawClient.Answer {
    try request("POST", "/v1/classify", body: body, headers: headers)
  }

  /// Asks it to end and waits for that.
  func stop(_ signal: Int32 = SIGTERM) throws -> Program.Outcome {
    kill(running.process.processIdentifier, signal)
    return try running.wait()
  }
}
