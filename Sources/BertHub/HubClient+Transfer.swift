import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

extension HubClient {
  /// What the headers on the way said that matters beyond this file.
  struct Head {
    /// `X-Linked-Etag` of the endpoint, where it is a SHA-256: the Hub states the hash of large files there.
    var linkedSHA256: String?
    /// `X-Repo-Commit` of the endpoint.
    var commit: String?
  }

  /// One attempt: follows redirects and appends the body to the partial file.
  func transfer(
    _ request: Request, into partial: PartialFile, progress: (@Sendable (DownloadProgress) -> Void)?
  ) async throws(HubError) -> Head {
    var head = Head()
    var url = request.url
    let tag = partial.tag
    // Without a strong tag only a known hash can tell whether the old and new bytes belong together.
    let offset = tag != nil || request.sha256 != nil ? partial.size : 0
    if let size = request.size, offset >= size { try partial.begin(tag: nil) }
    let start = min(offset, partial.size)
    for _ in 0..<10 {
      let response = try await execute(url, start: start, tag: tag, request)
      if Self.hasSameOrigin(url, configuration.endpoint) {
        let linked = response.headers.first(name: "X-Linked-Etag")?.trimmingCharacters(in: ["\""])
        if let linked, PlainName.isSHA256(linked) { head.linkedSHA256 = linked }
        let commit = response.headers.first(name: "X-Repo-Commit")
        if let commit, PlainName.isCommit(commit) { head.commit = commit }
      }
      if [301, 302, 303, 307, 308].contains(response.status.code) {
        url = try Self.follow(response.headers.first(name: "Location"), from: url, request)
        continue
      }
      try await receive(response, start: start, into: partial, request, progress)
      return head
    }
    throw HubError(.badRedirect("more than ten places in a row"), request.label)
  }

  /// Whether two addresses share scheme, host and port, so that a token for one may be sent to the other.
  static func hasSameOrigin(_ one: URL, _ other: URL) -> Bool {
    func port(_ url: URL) -> Int { url.port ?? (url.scheme?.lowercased() == "https" ? 443 : 80) }
    return one.scheme?.lowercased() == other.scheme?.lowercased() && one.host?.lowercased() == other.host?.lowercased()
      && port(one) == port(other)
  }

  /// The address that a redirect leads to. A relative one is resolved; one from https to http is not followed.
  private static func follow(_ location: String?, from url: URL, _ request: Request) throws(HubError) -> URL {
    guard let location, let next = URL(string: location, relativeTo: url)?.absoluteURL, next.host != nil,
      let scheme = next.scheme?.lowercased(), scheme == "https" || scheme == "http",
      scheme == "https" || url.scheme?.lowercased() != "https"
    else { throw HubError(.badRedirect(location ?? ""), request.label) }
    return next
  }

  private func execute(
    _ url: URL, start: Int, tag: String?, _ request: Request
  ) async throws(HubError) -> HTTPClientResponse {
    var message = HTTPClientRequest(url: url.absoluteString)
    message.headers.add(name: "User-Agent", value: "bertft")
    message.headers.add(name: "Accept-Encoding", value: "identity")
    if let token = configuration.token, Self.hasSameOrigin(url, configuration.endpoint) {
      // What refuses such a header shows it.
      guard token.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { throw HubError(.malformedToken, request.label) }
      message.headers.add(name: "Authorization", value: "Bearer \(token)")
    }
    if start > 0 {
      message.headers.add(name: "Range", value: "bytes=\(start)-")
      if let tag { message.headers.add(name: "If-Range", value: tag) }
    }
    do {
      return try await http.execute(message, deadline: .distantFuture)
    } catch {
      throw HubError(transport: error, hasStarted: false, received: start, request.label)
    }
  }

  private func receive(
    _ response: HTTPClientResponse, start: Int, into partial: PartialFile, _ request: Request,
    _ progress: (@Sendable (DownloadProgress) -> Void)?
  ) async throws(HubError) {
    let length = response.headers.first(name: "Content-Length").flatMap { Int($0) }
    switch response.status.code {
    case 200: try partial.begin(tag: response.headers.first(name: "ETag"))
    case 206:
      let range = response.headers.first(name: "Content-Range") ?? ""
      guard range.hasPrefix("bytes \(start)-") else {
        // What came before cannot be joined to this; the next attempt starts afresh.
        try partial.begin(tag: nil)
        throw HubError(.connectionCut(received: 0), request.label)
      }
    case 416:
      try partial.begin(tag: nil)
      throw HubError(.connectionCut(received: 0), request.label)
    case 401, 403: throw HubError(.unauthorised(status: Int(response.status.code)), request.label)
    case 404, 410: throw HubError(.notFound, request.label)
    default: throw HubError(.refused(status: Int(response.status.code)), request.label)
    }
    let total = length.map { partial.size + $0 } ?? request.size
    if let size = request.size, let total, total != size {
      throw HubError(.wrongSize(expected: size, found: total), request.label)
    }
    do {
      for try await piece in response.body {
        try piece.withUnsafeReadableBytes { try partial.append($0) }
        if let size = request.size, partial.size > size {
          throw HubError(.wrongSize(expected: size, found: partial.size), request.label)
        }
        progress?(
          DownloadProgress(
            file: request.label, receivedBytes: partial.size, totalBytes: total, source: .hub))
      }
    } catch let error as HubError {
      throw error
    } catch {
      throw HubError(transport: error, hasStarted: true, received: partial.size, request.label)
    }
    if Task.isCancelled { throw HubError(.cancelled, request.label) }
    if let total, partial.size != total { throw HubError(.connectionCut(received: partial.size), request.label) }
  }
}

extension HubError {
  /// The reason behind an error of the HTTP client.
  init(transport error: any Error, hasStarted: Bool, received: Int, _ label: String) {
    if error is CancellationError || (error as? HTTPClientError) == .cancelled || Task.isCancelled {
      self.init(.cancelled, label)
      return
    }
    switch error as? HTTPClientError {
    case .readTimeout?, .deadlineExceeded?, .writeTimeout?: self.init(.timedOut, label)
    case .connectTimeout?: self.init(.unreachable("no answer to the attempt to connect"), label)
    case .remoteConnectionClosed?: self.init(.connectionCut(received: received), label)
    case nil where error is HTTPParserError: self.init(.connectionCut(received: received), label)
    case nil where error is IOError && !hasStarted:
      self.init(.unreachable(Self.text(errno: (error as? IOError)?.errnoCode)), label)
    case nil where error is NIOConnectionError:
      // One failure per address of the host; none if the name has no address.
      let failures = (error as? NIOConnectionError)?.connectionErrors ?? []
      let detail = failures.first.map { ($0.error as? IOError)?.errnoCode }
      self.init(.unreachable(detail.map { Self.text(errno: $0) } ?? "the host's name has no address"), label)
    default:
      let text = String(String(describing: error).prefix(200))
      self.init(hasStarted ? .connectionCut(received: received) : .unreachable(text), label)
    }
  }

  private static func text(errno code: CInt?) -> String {
    code.map { String(cString: strerror($0)).lowercased() } ?? "the host did not accept it"
  }
}
