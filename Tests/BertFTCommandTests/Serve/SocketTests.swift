import Foundation
import Testing

/// A service at a Unix socket.
struct SocketTests {
  private func start(_ path: String) throws -> Program.Running {
    let running = try Program.start(
      ["serve", Fixture.classifier.get(), "--socket", path, "--threads", "1", "--offline"])
    for _ in 0..<6000 where !running.outputSoFar.hasSuffix("\n") && running.process.isRunning {
      Thread.sleep(forTimeInterval: 0.01)
    }
    #expect(running.outputSoFar == "unix:\(path)\n", "\(running.errorsSoFar)")
    return running
  }

  private func health(_ path: String) throws -> Int? {
    let client = try RawClient(path: path)
    client.send("GET /health HTTP/1.1\r\nHost: t\r\n\r\n")
    return client.receive()?.status
  }

  @Test func theSocketIsThereAsLongAsTheService() throws {
    let folder = try Folder(), path = folder.path("s")
    let first = try start(path)
    #expect(try health(path) == 200)
    // Somebody listens: the other keeps its socket.
    let second = try Program.run(["serve", Fixture.classifier.get(), "--socket", path, "--threads", "1", "--offline"])
    #expect(second.status == 69 && second.errors.contains("another program listens"), "\(second)")
    #expect(try health(path) == 200)
    kill(first.process.processIdentifier, SIGTERM)
    #expect(try first.wait().status == 0)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func whatAKilledServiceLeftIsReplaced() throws {
    let folder = try Folder(), path = folder.path("s")
    let first = try start(path)
    kill(first.process.processIdentifier, SIGKILL)
    _ = try first.wait()
    #expect(FileManager.default.fileExists(atPath: path))
    let second = try start(path)
    #expect(try health(path) == 200)
    kill(second.process.processIdentifier, SIGTERM)
    #expect(try second.wait().status == 0)
  }

  @Test func whatCannotBeASocketIsRefused() throws {
    let folder = try Folder(), model = try Fixture.classifier.get()
    let file = try folder.write("mine", as: "file")
    for path in [file, folder.path(String(repeating: "x", count: 120)), folder.path("absent/s")] {
      let outcome = try Program.run(["serve", model, "--socket", path, "--threads", "1", "--offline"])
      #expect(outcome.status == 69 && outcome.errors.contains("--socket"), "\(outcome)")
    }
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
    let both = try Program.run(["serve", model, "--socket", folder.path("s"), "--port", "0"])
    #expect(both.status == 64 && both.errors.contains("--port"), "\(both)")
  }
}
