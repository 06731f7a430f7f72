import BertHub
import BertStorage
import Foundation
import NIOHTTP1
import Synchronization
import Testing

/// The client against a server on 127.0.0.1 that does what real ones do on bad days.
@Suite(.timeLimit(.minutes(2))) struct HubClientTests {
  @Test func `A model comes whole, of one commit, and is then cached`() async throws {
    let fixture = try Fixture()
    let server = try await TestServer { request, _ in Fixture.answer(request) }
    let seen = Mutex<[DownloadProgress]>([])
    let url = try await fixture.hub(server).model("org/tiny") { progress in seen.withLock { $0.append(progress) } }
    for (name, content) in Fixture.files {
      #expect(try Data(contentsOf: url.appendingPathComponent(name)) == content)
    }
    #expect(url.lastPathComponent == Fixture.commit)
    #expect(server.count("/org/tiny/resolve/main/config.json") == 1)
    #expect(server.count(Fixture.weightsPath) == 1)
    let last = try #require(seen.withLock { $0.last { $0.file == "org/tiny/model.safetensors" } })
    #expect(last.receivedBytes == 300_000)
    #expect(last.totalBytes == 300_000)
    let before = server.requests.count
    #expect(try await fixture.hub(server).model("org/tiny") == url)
    #expect(fixture.hub(server).cachedModel("org/tiny@\(Fixture.commit)") == url)
    #expect(server.requests.count == before)
    #expect(!fixture.cached.contains { $0.contains("partial") })
    // A step without files leaves no folder, and a name that leads elsewhere is not asked for.
    #expect(!FileManager.default.fileExists(atPath: url.appendingPathComponent("3_Normalize").path))
    #expect(!server.requests.contains { $0.path.contains("up/") })
  }

  @Test func `Redirects are followed, relative and absolute, and the token stays with its host`() async throws {
    let fixture = try Fixture()
    let other = try await TestServer { _, _ in .init(body: Fixture.weights) }
    let place = other.url.absoluteString + "/blob?x=1"
    let server = try await TestServer { request, _ in
      switch request.path {
      case Fixture.weightsPath: .redirect("/moved/weights")
      case "/moved/weights": .redirect(place)
      default: Fixture.answer(request)
      }
    }
    var configuration = fixture.configuration(server.url)
    configuration.token = "hf_secret"
    let url = try await Hub(configuration: configuration).model("org/tiny")
    #expect(try Data(contentsOf: url.appendingPathComponent("model.safetensors")) == Fixture.weights)
    #expect(server.requests.allSatisfy { $0.headers["Authorization"] == ["Bearer hf_secret"] })
    #expect(server.count("/moved/weights") == 1)
    #expect(other.requests.map(\.path) == ["/blob?x=1"])
    #expect(other.requests.allSatisfy { !$0.headers.contains(name: "Authorization") })
  }

  @Test(arguments: ["hf_secret\r\nX-Other: 1", "hf_secret word", "hf_secreté"])
  func `A token that cannot be sent is not shown`(_ token: String) async throws {
    let fixture = try Fixture()
    let server = try await TestServer { request, _ in Fixture.answer(request) }
    var configuration = fixture.configuration(server.url)
    configuration.token = token
    let hub = Hub(configuration: configuration)
    let error = await failure { () throws(HubError) in try await hub.model("org/tiny") }
    #expect(error?.reason == .invalidToken && error?.code == .usage)
    #expect(error?.description.contains("secret") == false)
    #expect(server.requests.isEmpty)
  }

  /// A file of the same size that was changed since is noticed; one that was only touched is not fetched again.
  @Test func `What was changed in the cache is fetched again`() async throws {
    let fixture = try Fixture()
    let server = try await TestServer { request, _ in Fixture.answer(request) }
    let url = try await fixture.hub(server).model("org/tiny")
    let weights = url.appendingPathComponent("model.safetensors")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: weights.path)
    #expect(fixture.hub(server).cachedModel("org/tiny@\(Fixture.commit)") == url)
    var changed = Fixture.weights
    changed[1000] ^= 1
    try changed.write(to: weights)
    #expect(fixture.hub(server).cachedModel("org/tiny@\(Fixture.commit)") == nil)
    #expect(try await fixture.hub(server).model("org/tiny") == url)
    #expect(try Data(contentsOf: weights) == Fixture.weights)
  }

  @Test(arguments: ["", "ftp://127.0.0.1/x", "file:///etc/passwd", "/again"])
  func `A bad redirect is an error`(_ place: String) async throws {
    let fixture = try Fixture()
    let server = try await TestServer { _, _ in .redirect(place) }
    let error = await failure { () throws(HubError) in try await fixture.hub(server).model("org/tiny") }
    if case .badRedirect? = error?.reason {} else { Issue.record("\(String(describing: error))") }
    #expect(server.requests.count <= 10)
  }

  @Test func `A cut connection is resumed where it broke`() async throws {
    let fixture = try Fixture()
    let server = try await Fixture.server { request, earlier in
      var response = TestServer.ranged(request, Fixture.weights, tag: "\"v1\"")
      if earlier < 2 { response.sending = .cut(after: 100_000) }
      return response
    }
    let url = try await fixture.hub(server).model("org/tiny")
    #expect(try Data(contentsOf: url.appendingPathComponent("model.safetensors")) == Fixture.weights)
    let ranges = server.requests.filter { $0.path == Fixture.weightsPath }.map { $0.headers["Range"] }
    // A cut may lose the last of what was sent before it, on a busy machine more; never is a byte asked for again that came.
    let starts = ranges.dropFirst().map { $0.first.flatMap { Int($0.dropFirst("bytes=".count).dropLast()) } ?? -1 }
    #expect(ranges.count == 3 && ranges.first == [])
    try #require(starts.count == 2)
    #expect((1...100_000).contains(starts[0]))
    #expect((starts[0] + 1...starts[0] + 100_000).contains(starts[1]))
    #expect(server.requests.last { $0.path == Fixture.weightsPath }?.headers["If-Range"] == ["\"v1\""])
  }

  @Test func `A later process resumes, unless the file has changed`() async throws {
    for tag in ["\"v1\"", "\"v2\""] {
      let fixture = try Fixture()
      let isBroken = Mutex(true)
      let server = try await Fixture.server { request, _ in
        guard isBroken.withLock({ $0 }) else { return TestServer.ranged(request, Fixture.weights, tag: tag) }
        let old = tag == "\"v1\"" ? Fixture.weights : Data(count: 300_000)
        if request.headers.contains(name: "Range") { return .init(status: .internalServerError) }
        return .init(headers: ["ETag": "\"v1\""], body: old, sending: .cut(after: 50_000))
      }
      let first = await failure { () throws(HubError) in try await fixture.hub(server).model("org/tiny") }
      #expect(first?.reason == .refused(status: 500))
      #expect(fixture.cached.contains { $0.hasSuffix("model.safetensors.partial") })
      isBroken.withLock { $0 = false }
      let url = try await fixture.hub(server).model("org/tiny")
      #expect(try Data(contentsOf: url.appendingPathComponent("model.safetensors")) == Fixture.weights)
      let range = server.requests.last { $0.path == Fixture.weightsPath }?.headers["Range"].first
      let start = try #require(range.flatMap { Int($0.dropFirst("bytes=".count).dropLast()) })
      #expect((1...50_000).contains(start))
    }
  }

  @Test func `A server that ignores Range starts anew`() async throws {
    let fixture = try Fixture()
    let server = try await Fixture.server { _, earlier in
      .init(headers: ["ETag": "\"v1\""], body: Fixture.weights, sending: earlier == 0 ? .cut(after: 70_000) : .whole)
    }
    let url = try await fixture.hub(server).model("org/tiny")
    #expect(try Data(contentsOf: url.appendingPathComponent("model.safetensors")) == Fixture.weights)
    #expect(server.count(Fixture.weightsPath) == 2)
  }

  @Test func `A wrong range and a refused range start anew`() async throws {
    for status in [HTTPResponseStatus.partialContent, .rangeNotSatisfiable] {
      let fixture = try Fixture()
      let server = try await Fixture.server { _, earlier in
        switch earlier {
        case 0: .init(headers: ["ETag": "\"v1\""], body: Fixture.weights, sending: .cut(after: 70_000))
        case 1: .init(status: status, headers: ["Content-Range": "bytes 5-9/300000"], body: Data(count: 5))
        default: .init(body: Fixture.weights)
        }
      }
      let url = try await fixture.hub(server).model("org/tiny")
      #expect(try Data(contentsOf: url.appendingPathComponent("model.safetensors")) == Fixture.weights)
    }
  }

  @Test func `A hash that the Hub states is checked, and nothing of a wrong file stays`() async throws {
    let fixture = try Fixture()
    let stated = String(repeating: "a", count: 64)
    let server = try await Fixture.server { _, _ in
      .init(headers: ["X-Linked-Etag": "\"\(stated)\""], body: Fixture.weights)
    }
    let error = await failure { () throws(HubError) in try await fixture.hub(server).model("org/tiny") }
    guard case .wrongHash(let expected, let found)? = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(expected == stated)
    #expect(found != stated)
    #expect(error?.code == .badData)
    #expect(!fixture.cached.contains { $0.hasSuffix("\(Fixture.commit)/model.safetensors") })
    #expect(fixture.hub(server).cachedModel("org/tiny") == nil)
  }

  @Test(arguments: [401, 403])
  func `A refusal says which token to set`(_ status: Int) async throws {
    let fixture = try Fixture()
    let server = try await TestServer { _, _ in .init(status: .init(statusCode: status)) }
    let error = await failure { () throws(HubError) in try await fixture.hub(server).model("org/tiny") }
    #expect(error?.reason == .unauthorised(status: status))
    #expect(error?.code == .unavailable)
    #expect(error?.description.contains("HF_TOKEN") == true)
    #expect(server.requests.count == 1)
    #expect(fixture.cached == [])
  }

  @Test func `What is not there is said to be missing`() async throws {
    let fixture = try Fixture()
    let server = try await TestServer { request, _ in
      request.path.hasPrefix("/org/half/") && request.path.hasSuffix("config.json")
        ? .init(body: Data("{}".utf8)) : .notFound
    }
    let none = await failure { () throws(HubError) in try await fixture.hub(server).model("org/none") }
    #expect(none?.reason == .notFound)
    let half = await failure { () throws(HubError) in try await fixture.hub(server).model("org/half") }
    #expect(half?.reason == .incomplete(missing: "tokenizer.json, vocab.txt, vocab.json with merges.txt, or a .model"))
  }

  @Test func `Errors of the server are retried, a bounded number of times`() async throws {
    let fixture = try Fixture()
    let server = try await Fixture.server { request, earlier in
      earlier < 3
        ? .init(status: [.internalServerError, .tooManyRequests, .serviceUnavailable][earlier])
        : Fixture.answer(request)
    }
    _ = try await fixture.hub(server).model("org/tiny")
    #expect(server.count(Fixture.weightsPath) == 4)
    let broken = try await TestServer { _, _ in .init(status: .badGateway) }
    let second = try Fixture()
    let error = await failure { () throws(HubError) in try await second.hub(broken).model("org/tiny") }
    #expect(error?.reason == .refused(status: 502))
    #expect(error?.code == .unavailable)
    #expect(broken.requests.count == 4)
  }

  @Test func `A stalled server is given up and resumed`() async throws {
    let fixture = try Fixture()
    let server = try await Fixture.server { request, earlier in
      var response = TestServer.ranged(request, Fixture.weights, tag: "\"v1\"")
      if earlier == 0 { response.sending = .stalled(after: 1000) }
      if earlier == 1 { response.sending = .silent }
      return response
    }
    var configuration = fixture.configuration(server.url)
    configuration.idleTimeout = 1
    let url = try await Hub(configuration: configuration).model("org/tiny")
    #expect(try Data(contentsOf: url.appendingPathComponent("model.safetensors")) == Fixture.weights)
    // On a busy machine the third answer may stall as well and be resumed from further on.
    let ranges = server.requests.filter { $0.path == Fixture.weightsPath }.map { $0.headers["Range"] }
    #expect(ranges.prefix(3) == [[], ["bytes=1000-"], ["bytes=1000-"]])
  }

  @Test func `A server that never answers is an error in time`() async throws {
    let fixture = try Fixture()
    let server = try await TestServer { _, _ in .init(sending: .silent) }
    var configuration = fixture.configuration(server.url)
    configuration.attempts = 2
    configuration.idleTimeout = 0.3
    let hub = Hub(configuration: configuration)
    let error = await failure { () throws(HubError) in try await hub.model("org/tiny") }
    #expect(error?.reason == .timedOut)
    #expect(error?.code == .unavailable)
  }

  @Test func `A refused connection is an error`() async throws {
    let fixture = try Fixture()
    // Port 1 of the own machine: nothing listens there.
    let hub = Hub(configuration: fixture.configuration(URL(string: "http://127.0.0.1:1")))
    let error = await failure { () throws(HubError) in try await hub.model("org/tiny") }
    guard case .unreachable? = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.code == .unavailable)
  }

  @Test func `A full disk keeps what has come and says so`() async throws {
    let fixture = try Fixture()
    let server = try await TestServer { request, _ in Fixture.answer(request) }
    let taken = Mutex(0)
    let operations = FileOperations(writeAt: { descriptor, bytes, count, place in
      let room = taken.withLock { taken in
        let room = min(count, 100_000 - taken)
        taken += room
        return room
      }
      guard room > 0 else {
        errno = ENOSPC
        return -1
      }
      return pwrite(descriptor, bytes, room, off_t(place))
    })
    let full = Hub(configuration: fixture.configuration(server.url), operations: operations)
    let error = await failure { () throws(HubError) in try await full.model("org/tiny") }
    #expect(error?.reason == .file(.diskFull))
    #expect(error?.code == .tryAgain)
    #expect(error?.description.contains("kept as .partial") == true)
    #expect(fixture.cached.contains { $0.hasSuffix("model.safetensors.partial") })
    #expect(full.cachedModel("org/tiny") == nil)
    let url = try await fixture.hub(server).model("org/tiny")
    #expect(try Data(contentsOf: url.appendingPathComponent("model.safetensors")) == Fixture.weights)
    #expect(server.requests.last { $0.path == Fixture.weightsPath }?.headers.contains(name: "Range") == true)
  }

  @Test func `A cancelled pull stops soon and can go on`() async throws {
    let fixture = try Fixture()
    let server = try await Fixture.server { request, earlier in
      var response = TestServer.ranged(request, Fixture.weights, tag: "\"v1\"")
      if earlier == 0 { response.sending = .stalled(after: 1000) }
      return response
    }
    var configuration = fixture.configuration(server.url)
    configuration.idleTimeout = 60
    let hub = Hub(configuration: configuration)
    let task = Task { await failure { () throws(HubError) in try await hub.model("org/tiny") } }
    while server.count(Fixture.weightsPath) == 0 { try await Task.sleep(for: .milliseconds(10)) }
    try await Task.sleep(for: .milliseconds(200))
    task.cancel()
    let error = await task.value
    #expect(error?.reason == .cancelled)
    #expect(error?.code == .interrupted)
    let url = try await hub.model("org/tiny")
    #expect(try Data(contentsOf: url.appendingPathComponent("model.safetensors")) == Fixture.weights)
  }

  @Test func `Pulls at the same time do the work once`() async throws {
    let fixture = try Fixture()
    let server = try await TestServer { request, _ in Fixture.answer(request) }
    try await withThrowingTaskGroup(of: URL.self) { group in
      for _ in 0..<6 { group.addTask { try await fixture.hub(server).model("org/tiny") } }
      for try await url in group {
        #expect(try Data(contentsOf: url.appendingPathComponent("model.safetensors")) == Fixture.weights)
      }
    }
    #expect(server.count(Fixture.weightsPath) == 1)
  }

  @Test func `Shards come by their index, and an unsafe name is refused`() async throws {
    for name in ["model-00001-of-00001.safetensors", "../../evil.safetensors", "/etc/x.safetensors", "x.py"] {
      let fixture = try Fixture()
      let server = try await TestServer { request, _ in
        switch (request.path as NSString).lastPathComponent {
        case "model.safetensors": .notFound
        case "model.safetensors.index.json": .init(body: Data(#"{"weight_map":{"a":"\#(name)"}}"#.utf8))
        case "config.json", "vocab.txt", "model-00001-of-00001.safetensors": .init(body: Data("{}".utf8))
        default: .notFound
        }
      }
      let hub = fixture.hub(server)
      if name.hasPrefix("model-") {
        let url = try await hub.model("org/sharded")
        #expect(FileManager.default.fileExists(atPath: url.appendingPathComponent(name).path))
        #expect(hub.cachedModel("org/sharded") == url)
      } else {
        let error = await failure { () throws(HubError) in try await hub.model("org/sharded") }
        #expect(error?.reason == .unsafeName(name))
        #expect(!server.requests.contains { $0.path.contains("evil") || $0.path.contains("etc") })
      }
    }
  }

  @Test(arguments: [["pytorch_model.bin"], ["pytorch_model.bin.index.json", "pytorch_model-00001-of-00001.bin"]])
  func `Pickled weights come where there are no others`(names: [String]) async throws {
    let fixture = try Fixture()
    let index = #"{"weight_map":{"a":"pytorch_model-00001-of-00001.bin"}}"#
    let server = try await TestServer { request, _ in
      let name = (request.path as NSString).lastPathComponent
      guard names.contains(name) || ["config.json", "vocab.txt"].contains(name) else { return .notFound }
      return .init(body: Data((name.hasSuffix("index.json") ? index : "{}").utf8))
    }
    let hub = fixture.hub(server)
    let url = try await hub.model("org/pickled")
    for name in names { #expect(FileManager.default.fileExists(atPath: url.appendingPathComponent(name).path)) }
    #expect(hub.cachedModel("org/pickled") == url)
  }
}
