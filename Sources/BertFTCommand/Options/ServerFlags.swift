import ArgumentParser
import BertServer
import Foundation

/// Where `bertft serve` listens, and which requests it accepts.
struct ServerFlags: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("The address to listen at. (default: 127.0.0.1)", valueName: "address"))
  var host: String?

  @Option(name: .long, help: ArgumentHelp("The port; 0 takes a free one. (default: 8080)", valueName: "n"))
  var port: Int?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The path of a Unix socket to listen at instead of an address. It is removed at the end.", valueName: "path"))
  var socket: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "An origin whose pages may read answers in a browser, such as https://example.org, or * for all; repeatable.",
      valueName: "origin"))
  var corsOrigin: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What clients must send as 'Authorization: Bearer …'. Other users of the machine can see it: "
        + "--token-file or the variable BERTFT_TOKEN is better.", valueName: "token"))
  var token: String?

  @Option(name: .long, help: ArgumentHelp("A file whose first line is the token.", valueName: "file"))
  var tokenFile: String?

  @Option(name: .long, help: ArgumentHelp("The most bytes in a request.", valueName: "n"))
  var maxBody = ServerOptions().maxBodyBytes

  @Option(name: .long, help: ArgumentHelp("The most texts in a request.", valueName: "n"))
  var maxTexts = ServerOptions().maxTexts

  @Option(name: .long, help: ArgumentHelp("The most bytes in a text.", valueName: "n"))
  var maxTextBytes = ServerOptions().maxTextBytes

  @Flag(
    name: .customLong("token-ids"),
    help: ArgumentHelp(
      "Accept token ids of the model's own vocabulary at /v1/embeddings. OpenAI's clients may send ids of another vocabulary."
    ))
  var tokenIDs = false

  @Option(name: .long, help: ArgumentHelp("The most texts that may wait; further requests get 503.", valueName: "n"))
  var queue = ServerOptions().queueLimit

  @Option(name: .long, help: ArgumentHelp("Seconds that a request may take.", valueName: "s"))
  var requestTimeout = 30.0

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Seconds that a connection may wait for a complete request head, for more of a body, or for the client to read "
        + "an answer.",
      valueName: "s"))
  var idleTimeout = 60.0

  @Option(
    name: .long, help: ArgumentHelp("Seconds that running requests may take to end after SIGTERM.", valueName: "s"))
  var drainTimeout = 30.0

  func validate() throws {
    if let port, !(0...65535).contains(port) { throw ValidationError("--port is between 0 and 65535, not \(port)") }
    if socket != nil, host != nil || port != nil {
      throw ValidationError("--socket takes the place of --host and --port; leave these out")
    }
    for origin in corsOrigin where origin != "*" && !Self.isOrigin(origin) {
      throw ValidationError(
        "--cors-origin \(origin): an origin is as a browser writes it, such as https://example.org or http://localhost:3000"
      )
    }
    let counts = [
      ("--max-body", maxBody), ("--max-texts", maxTexts), ("--max-text-bytes", maxTextBytes), ("--queue", queue),
    ]
    for (name, value) in counts where value < 1 { throw ValidationError("\(name) is at least 1, not \(value)") }
    let times = [
      ("--request-timeout", requestTimeout), ("--idle-timeout", idleTimeout), ("--drain-timeout", drainTimeout),
    ]
    for (name, value) in times {
      guard value > 0, value <= 86_400 else {
        throw ValidationError("\(name) is more than 0 and at most 86400 seconds, not \(value)")
      }
    }
    if token != nil, tokenFile != nil { throw ValidationError("Give either --token or --token-file") }
  }

  /// The server's options.
  ///
  /// - Throws: `CommandFailure` for a token file that cannot be read, and for a token that a header cannot carry.
  func options() throws(CommandFailure) -> ServerOptions {
    var options = ServerOptions()
    options.host = host ?? options.host
    options.port = port ?? options.port
    options.socketPath = socket
    options.corsOrigins = corsOrigin
    options.version = Version.current
    options.token = try secret()
    options.maxBodyBytes = maxBody
    options.maxTexts = maxTexts
    options.maxTextBytes = maxTextBytes
    options.acceptsTokenIDs = tokenIDs
    options.queueLimit = queue
    options.requestTimeout = .seconds(requestTimeout)
    options.idleTimeout = .seconds(idleTimeout)
    options.drainTimeout = .seconds(drainTimeout)
    return options
  }

  /// Whether a text is a scheme, a host and perhaps a port, in lower case and without a path.
  private static func isOrigin(_ text: String) -> Bool {
    guard let parts = URLComponents(string: text), let scheme = parts.scheme, let host = parts.host, !host.isEmpty
    else { return false }
    let port = parts.port.map { ":\($0)" } ?? ""
    return text == "\(scheme)://\(host)\(port)" && text == text.lowercased()
  }

  /// The token of the options or the environment; nil where there is none.
  private func secret() throws(CommandFailure) -> String? {
    var found = token ?? ProcessInfo.processInfo.environment["BERTFT_TOKEN"]
    if let tokenFile {
      guard let text = try? String(contentsOfFile: tokenFile, encoding: .utf8) else {
        throw CommandFailure(.inputMissing, "--token-file \(tokenFile): cannot be read")
      }
      // A line may end in "\r\n", which is one Character.
      found = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }
    guard let found else { return nil }
    let secret = found.trimmingCharacters(in: .whitespaces)
    guard !secret.isEmpty, secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw CommandFailure(.usage, "the token is empty or has characters that a header cannot carry")
    }
    return secret
  }
}
