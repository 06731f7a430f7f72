import BertStorage
import Foundation

/// Fetches files over HTTP: redirects, resumption, retries, verification.
struct HubClient {
  let http: CurlClient
  let configuration: HubConfiguration
  let operations: FileOperations

  /// What is wanted of one file.
  struct Request {
    /// Where it lies.
    var url: URL
    /// What to call it in progress and errors.
    var label: String
    /// The SHA-256 that it must have, if it is known.
    var sha256: String?
    /// The size that it must have, if it is known.
    var size: Int?
    /// How often in a row it may fail without having moved a byte.
    var attempts: Int
  }

  /// What the endpoint told about a fetched file.
  struct Answer {
    var sha256: String
    var size: Int
    /// The commit that the revision stood for.
    var commit: String?
  }

  /// A client whose connections are closed when it is given up.
  ///
  /// - Throws: `libraryMissing` or `invalidToken`.
  init(_ configuration: HubConfiguration, operations: FileOperations) throws(HubError) {
    guard let http = CurlClient(configuration) else { throw HubError(.libraryMissing, "libcurl") }
    // It becomes a line of its own in every request.
    let isPlain = configuration.token?.utf8.allSatisfy { (0x21...0x7E).contains($0) } ?? true
    guard isPlain else { throw HubError(.invalidToken, "HF_TOKEN") }
    self.http = http
    self.configuration = configuration
    self.operations = operations
  }

  /// Fetches a file to a place, going on where an earlier attempt stopped.
  ///
  /// The bytes arrive in `name.partial` and are renamed once their size and hash are right. Bytes with a wrong hash are
  /// removed; if part of them came from an earlier attempt, one fresh attempt is made first.
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
        // The bound on all attempts keeps a server that sends a byte at a time from holding us for ever.
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
  /// Whether the same request may succeed a little later.
  var isPassing: Bool {
    switch reason {
    case .unreachable, .connectionCut, .timedOut: true
    case .refused(let status): status == 408 || status == 429 || (500...599).contains(status)
    default: false
    }
  }
}
