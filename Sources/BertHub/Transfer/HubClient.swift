import BertStorage
import Foundation

/// Downloads files over HTTP, with redirects, resumption, retries and verification.
struct HubClient {
  let http: CurlClient
  let configuration: HubConfiguration
  let operations: FileOperations

  /// The download of one file.
  struct Request {
    /// The file's URL.
    var url: URL
    /// The file's name in progress reports and errors.
    var label: String
    /// The SHA-256 that the file must have, if it is known.
    var sha256: String?
    /// The size in bytes that the file must have, if it is known.
    var size: Int?
    /// How many attempts in a row may fail without receiving a byte.
    var attempts: Int
  }

  /// A downloaded file.
  struct Answer {
    var sha256: String
    var size: Int
    /// The commit that the revision pointed to, if the endpoint named it.
    var commit: String?
  }

  /// A client whose connections are closed when it is deallocated.
  ///
  /// - Throws: `libraryMissing` or `invalidToken`.
  init(_ configuration: HubConfiguration, operations: FileOperations) throws(HubError) {
    guard let http = CurlClient(configuration) else { throw HubError(.libraryMissing, "libcurl") }
    // The token becomes a header line of every request, into which it must not bring line ends.
    let isPlain = configuration.token?.utf8.allSatisfy { (0x21...0x7E).contains($0) } ?? true
    guard isPlain else { throw HubError(.invalidToken, "HF_TOKEN") }
    self.http = http
    self.configuration = configuration
    self.operations = operations
  }

  /// Downloads a file, resuming where an earlier attempt stopped.
  ///
  /// The bytes are written to `name.partial`, which is renamed once its size and hash are right. A file with a wrong
  /// hash is deleted; if a part of it is from an earlier attempt, it is first downloaded once more from the beginning.
  func fetch(
    _ request: Request, to target: URL, progress: (@Sendable (DownloadProgress) -> Void)?
  ) async throws(HubError) -> Answer {
    let partial = try PartialFile(for: target, operations: operations)
    var failures = 0
    var total = 0
    var mayRestart = true
    while true {
      let before = partial.size
      do throws(HubError) {
        let head = try await transfer(request, into: partial, progress: progress)
        let expected = request.sha256 ?? head.linkedSHA256
        let found = try partial.sha256()
        if let expected, found != expected {
          guard before > 0, mayRestart else {
            throw HubError(.wrongHash(expected: expected, found: found), request.label)
          }
          mayRestart = false
          try partial.begin(tag: nil)
          continue
        }
        let size = partial.size
        try partial.finish()
        return Answer(sha256: found, size: size, commit: head.commit)
      } catch {
        failures = partial.size > before ? 1 : failures + 1
        total += 1
        // The limit on all attempts stops a server that sends one byte per attempt.
        guard error.isPassing, failures < request.attempts, total < 25 else {
          partial.leave(after: error)
          throw error
        }
        try await Pause.wait(
          seconds: configuration.backoff * Double(1 << min(failures - 1, 6)), for: request.label)
      }
    }
  }
}

extension HubError {
  /// Whether the same request may succeed later.
  var isPassing: Bool {
    switch reason {
    case .unreachable, .connectionCut, .timedOut: true
    case .refused(let status): status == 408 || status == 429 || (500...599).contains(status)
    default: false
    }
  }
}
