import Foundation
import Testing

/// A service that loads its models anew.
struct ReloadTests {
  /// A link to a directory, which a new model replaces by being linked in its place.
  private func link(_ link: URL, to model: String) throws {
    let new = link.appendingPathExtension("new")
    try FileManager.default.createSymbolicLink(atPath: new.path, withDestinationPath: model)
    #expect(rename(new.path, link.path) == 0)
  }

  private func labels(_ server: Server) throws -> Set<String> {
    let answer = try server.classify(#"{"input":"good"}"#)
    let scores = (answer.json["results"] as? [[String: Any]])?.first?["scores"] as? [String: Any]
    #expect(answer.status == 200 && answer.json["model"] as? String == "classifier", "\(answer)")
    return Set((scores ?? [:]).keys)
  }

  private func wait(_ server: Server, for message: String, count: Int = 1) -> Bool {
    for _ in 0..<3000 {
      if server.running.errorsSoFar.components(separatedBy: message).count > count { return true }
      Thread.sleep(forTimeInterval: 0.01)
    }
    return false
  }

  /// Requests that run all the while are all answered, each by one model or the other.
  @Test func theNewModelAnswersAndNoRequestIsLost() throws {
    let folder = try Folder(), place = folder.url.appendingPathComponent("current")
    try link(place, to: Fixture.classifier.get())
    let server = try Server(place.path)
    #expect(try labels(server) == ["pos", "neg", "neu"])
    let second = try TinyModel.write(to: folder.url.appendingPathComponent("second"), labels: ["yes", "no"])
    let client = try RawClient(port: server.port), body = #"{"input":"good lovely screen"}"#
    let request =
      "POST /v1/classify HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    func ask(_ times: Int) {
      for _ in 0..<times {
        client.send(request)
        #expect(client.receive()?.status == 200)
      }
    }
    ask(20)
    try link(place, to: second)
    kill(server.running.process.processIdentifier, SIGHUP)
    while !server.running.errorsSoFar.contains("\"reloaded\""), server.running.process.isRunning { ask(20) }
    ask(20)
    #expect(try labels(server) == ["yes", "no"])
    // A signal more, and more than one at once.
    try link(place, to: Fixture.classifier.get())
    for _ in 0..<3 { kill(server.running.process.processIdentifier, SIGHUP) }
    #expect(wait(server, for: "\"reloaded\"", count: 2))
    #expect(try labels(server) == ["pos", "neg", "neu"])
    let outcome = try server.stop()
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test func aBrokenModelLeavesTheOldOne() throws {
    let folder = try Folder(), place = folder.url.appendingPathComponent("current")
    try link(place, to: Fixture.classifier.get())
    let server = try Server(place.path)
    let broken = try TinyModel.write(to: folder.url.appendingPathComponent("broken"), labels: ["yes", "no"])
    try Data(count: 100).write(to: URL(fileURLWithPath: broken + "/model.safetensors"))
    try link(place, to: broken)
    kill(server.running.process.processIdentifier, SIGHUP)
    #expect(wait(server, for: "\"not reloaded"))
    #expect(server.running.errorsSoFar.contains("model.safetensors"))
    #expect(try labels(server) == ["pos", "neg", "neu"])
    try FileManager.default.removeItem(at: place)
    kill(server.running.process.processIdentifier, SIGHUP)
    #expect(wait(server, for: "\"not reloaded", count: 2))
    #expect(try labels(server) == ["pos", "neg", "neu"])
    #expect(try server.stop().status == 0)
  }
}
