import BertHub
import Foundation
import Testing

/// Whom the client trusts. Python's server stands at the other end, with a certificate that openssl makes.
@Suite(.timeLimit(.minutes(1))) struct HubTLSTests {
  /// A server of files over TLS at 127.0.0.1, whose certificate signs itself.
  final class Server {
    let certificate: URL
    let port: Int
    private let process = Process()

    init(serving directory: URL, in place: URL) throws {
      certificate = place.appendingPathComponent("certificate.pem")
      let key = place.appendingPathComponent("key.pem")
      let making = Process()
      making.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      making.arguments =
        [
          "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
          "2",
        ]
        + ["-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1"]
        + ["-keyout", key.path, "-out", certificate.path]
      making.standardError = FileHandle.nullDevice
      try making.run()
      making.waitUntilExit()
      let script = """
        import functools, http.server, ssl, sys
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        print(server.server_port, flush=True)
        server.serve_forever()
        """
      let output = Pipe()
      let python = ProcessInfo.processInfo.environment["BERTFT_PYTHON"] ?? "python3"
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = [python, "-c", script, directory.path, certificate.path, key.path]
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
      let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
      port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)), "\(line)")
    }

    // A child inherits which signals are held back; this one never is.
    deinit { kill(process.processIdentifier, SIGKILL) }
  }

  @Test func `Only a certificate that is trusted and names the host will do`() async throws {
    let fixture = try Fixture()
    for (name, content) in Fixture.files { try fixture.write(content, "served/org/tiny/resolve/main/\(name)") }
    let server = try Server(
      serving: fixture.directory.appendingPathComponent("served"), in: fixture.directory)
    func configuration(_ host: String, trusting certificates: URL?) -> HubConfiguration {
      var configuration = fixture.configuration(URL(string: "https://\(host):\(server.port)"))
      configuration.certificates = certificates
      configuration.attempts = 1
      return configuration
    }
    for (host, certificates) in [("127.0.0.1", nil), ("localhost", server.certificate)] {
      let hub = Hub(configuration: configuration(host, trusting: certificates))
      let error = await failure { () throws(HubError) in try await hub.model("org/tiny") }
      guard case .unreachable(let detail)? = error?.reason else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(detail.contains("SSL"))
    }
    let hub = Hub(configuration: configuration("127.0.0.1", trusting: server.certificate))
    let url = try await hub.model("org/tiny")
    #expect(try Data(contentsOf: url.appendingPathComponent("model.safetensors")) == Fixture.weights)
  }
}
