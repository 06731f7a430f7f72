import Foundation
import Testing
import _TestSupport

/// Connections that stay open for nothing, and what HTTP says of when they end.
struct ConnectionTests {
  private static let shared = Result { try Server(Fixture.classifier.get()) }

  private static let ready = "GET /ready HTTP/1.1\r\nHost: t\r\n\r\n"

  /// More clients than there are descriptors, all of which do nothing: the oldest go, and others are answered.
  @Test func idleOnesMakeRoom() throws {
    let server = try Server(Fixture.classifier.get(), prelude: "ulimit -n 200")
    var clients: [RawClient] = []
    for _ in 0..<300 { clients.append(try RawClient(port: server.port)) }
    let last = try RawClient(port: server.port)
    last.send(Self.ready)
    #expect(last.receive()?.status == 200)
    #expect(try server.request("GET", "/health").status == 200)
    #expect(clients[0].isClosedByPeer())
    // The youngest are kept.
    clients[299].send(Self.ready)
    #expect(clients[299].receive()?.status == 200)
    let outcome = try server.stop()
    #expect(outcome.status == 0, "\(outcome)")
  }

  /// What was asked on a connection makes it young again.
  @Test func oneInUseIsNotTheOldest() throws {
    let server = try Server(Fixture.classifier.get(), prelude: "ulimit -n 200")
    let first = try RawClient(port: server.port), second = try RawClient(port: server.port)
    for _ in 0..<100 {
      first.send(Self.ready)
      #expect(first.receive()?.status == 200)
      _ = Unmanaged.passRetained(try RawClient(port: server.port))
    }
    #expect(second.isClosedByPeer())
  }

  @Test func aConnectionOfHTTP10EndsWithItsAnswer() throws {
    let server = try Self.shared.get()
    let plain = try RawClient(port: server.port)
    plain.send("GET /ready HTTP/1.0\r\n\r\n")
    #expect(plain.receive()?.status == 200)
    #expect(plain.isClosedByPeer())
    let kept = try RawClient(port: server.port)
    for _ in 0..<2 {
      kept.send("GET /ready HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
      #expect(kept.receive()?.status == 200)
    }
    let closed = try RawClient(port: server.port)
    closed.send("GET /ready HTTP/1.1\r\nHost: t\r\nConnection: Close\r\n\r\n")
    #expect(closed.receive()?.status == 200)
    #expect(closed.isClosedByPeer())
  }

  @Test(arguments: ["", "Host: a\r\nHost: b\r\n"]) func aRequestNamesOneHost(headers: String) throws {
    let client = try RawClient(port: try Self.shared.get().port)
    client.send("GET /ready HTTP/1.1\r\n\(headers)\r\n")
    let answer = try #require(client.receive())
    #expect(answer.status == 400 && answer.code == "bad_request", "\(answer)")
    #expect(client.isClosedByPeer())
  }

  /// A reader of the log that has stopped reading stops neither requests nor the end.
  @Test func aStalledLogStopsNothing() throws {
    let folder = try Folder()
    let server = try Server(
      Fixture.classifier.get(), prelude: "mkfifo log; sleep 15 < log & exec 2> log", directory: folder.url)
    let client = try RawClient(port: server.port)
    for _ in 0..<1500 {
      client.send(Self.ready.replacingOccurrences(of: "ready", with: "nothing"))
      #expect(client.receive()?.status == 404)
    }
    let id = server.running.process.processIdentifier, started = ContinuousClock.now
    kill(id, SIGTERM)
    // It is not waited for before its reader, which has the same parent, ends too.
    var isOver = false
    while !isOver, started.duration(to: .now) < .seconds(10) {
      let state = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
      isOver = state?.contains(") Z ") ?? true
      Thread.sleep(forTimeInterval: 0.05)
    }
    #expect(isOver)
    #expect(try server.stop().status == 0)
  }

  /// Whenever the signal comes: while the model is opened, at once when the server listens, or after a request.
  @Test func anyTerminationIsAnEnd() throws {
    let model = try Fixture.classifier.get()
    for wait in 0..<12 {
      let running = try Program.start(["serve", model, "--port", "0", "--threads", "1", "--offline"])
      // The program's own handler stands when it has loaded its libraries.
      Thread.sleep(forTimeInterval: 0.15 + 0.02 * Double(wait))
      kill(running.process.processIdentifier, SIGTERM)
      let outcome = try running.wait()
      #expect(outcome.status == 0, "after \(wait): \(outcome)")
    }
    for _ in 0..<8 {
      let outcome = try Server(model).stop()
      #expect(outcome.status == 0, "\(outcome)")
    }
  }
}
