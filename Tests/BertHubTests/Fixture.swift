import BertHub
import Foundation
import Synchronization

/// Caches of its own for one test, and a tiny model to be served.
final class Fixture: Sendable {
  let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory.appendingPathComponent("bertft-hub-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: directory)
  }

  static let commit = "0123456789abcdef0123456789abcdef01234567"

  /// Large enough for several reads of a socket.
  static let weights = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) })

  /// The files of the model `org/tiny`.
  static let files: [String: Data] = [
    "config.json": Data(#"{"model_type":"bert"}"#.utf8),
    "tokenizer.json": Data("{}".utf8),
    "modules.json": Data(
      #"[{"path": ""}, {"path": "1_Pooling"}, {"path": "2_Dense"}, {"path": "3_Normalize"}, {"path": "../up"}]"#.utf8),
    "1_Pooling/config.json": Data("{}".utf8),
    "2_Dense/config.json": Data(#"{"bias":true}"#.utf8),
    "2_Dense/model.safetensors": Data("dense".utf8),
    "model.safetensors": weights,
  ]

  static let weightsPath = "/org/tiny/resolve/\(commit)/model.safetensors"

  /// The file that a path of the Hub names.
  static func file(_ path: String) -> Data? {
    for revision in ["main", commit] {
      let prefix = "/org/tiny/resolve/\(revision)/"
      if path.hasPrefix(prefix) { return files[String(path.dropFirst(prefix.count))] }
    }
    return nil
  }

  /// The answer of a server without faults.
  static func answer(_ request: TestServer.Request) -> TestServer.Response {
    guard let file = file(request.path) else { return .notFound }
    var response = TestServer.ranged(request, file, tag: "\"v1\"")
    response.headers["X-Repo-Commit"] = commit
    return response
  }

  /// A server that answers as it should except for the weights.
  static func server(
    weights: @escaping @Sendable (TestServer.Request, Int) -> TestServer.Response
  ) async throws -> TestServer {
    try await TestServer { request, earlier in
      request.path == weightsPath ? weights(request, earlier) : answer(request)
    }
  }

  func configuration(_ endpoint: URL?) -> HubConfiguration {
    var configuration = HubConfiguration(
      endpoint: endpoint ?? URL(fileURLWithPath: "/"), huggingFaceCache: directory.appendingPathComponent("hf"),
      cacheDirectory: directory.appendingPathComponent("own"), python: "/nonexistent/python")
    configuration.connectTimeout = 10
    // Long enough for a machine that is busy with other tests; tests of stalling set their own.
    configuration.idleTimeout = 20
    configuration.backoff = 0.01
    return configuration
  }

  func hub(_ server: TestServer) -> Hub { Hub(configuration: configuration(server.url)) }

  /// All files below a directory of the cache, without locks.
  var cached: [String] {
    let root = directory.appendingPathComponent("own").path
    let paths = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    var isDirectory: ObjCBool = false
    return paths.filter { path in
      !path.hasSuffix(".lock") && FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isDirectory)
        && !isDirectory.boolValue
    }.sorted()
  }

  func write(_ data: Data, _ path: String) throws {
    let url = directory.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: url)
  }
}

/// The error of a call that should fail.
func failure(of body: () async throws(HubError) -> URL) async -> HubError? {
  do throws(HubError) {
    _ = try await body()
    return nil
  } catch {
    return error
  }
}
