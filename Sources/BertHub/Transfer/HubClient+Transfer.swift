import Foundation

extension HubClient {
  /// Facts from the endpoint's response headers.
  struct Head {
    /// `X-Linked-Etag`, where it is a SHA-256: the Hub's hash of a large file.
    var linkedSHA256: String?
    /// `X-Repo-Commit`.
    var commit: String?
  }

  /// One attempt: follows redirects and appends the body to the partial file.
  func transfer(
    _ request: Request, into partial: PartialFile, progress: (@Sendable (DownloadProgress) -> Void)?
  ) async throws(HubError) -> Head {
    var head = Head()
    var url = request.url
    let tag = partial.tag
    // Without a strong entity tag only a known hash can tell whether old and new bytes belong to the same version.
    let offset = tag != nil || request.sha256 != nil ? partial.size : 0
    if let size = request.size, offset >= size { try partial.begin(tag: nil) }
    let start = min(offset, partial.size)
    for _ in 0..<10 {
      let reception = Reception(request, into: partial, start: start, progress: progress)
      let outcome = await http.get(url, headers: headers(url, start: start, tag: tag), into: reception)
      if Task.isCancelled { throw HubError(.cancelled, request.label) }
      if let error = reception.error { throw error }
      let broken = HubError(outcome, received: partial.size, request.label)
      let answer = reception.head
      if let broken, !answer.isWhole || reception.isWanted { throw broken }
      if Self.hasSameOrigin(url, configuration.endpoint) {
        let linked = answer["X-Linked-Etag"]?.trimmingCharacters(in: ["\""])
        if let linked, PlainName.isSHA256(linked) { head.linkedSHA256 = linked }
        if let commit = answer["X-Repo-Commit"], PlainName.isCommit(commit) { head.commit = commit }
      }
      if answer.isRedirect {
        url = try Self.follow(answer["Location"], from: url, request)
        continue
      }
      try check(reception, partial, request)
      return head
    }
    throw HubError(.badRedirect("more than ten redirects in a row"), request.label)
  }

  /// Whether two URLs have the same scheme, host and port, so that a token for one may be sent to the other.
  static func hasSameOrigin(_ one: URL, _ other: URL) -> Bool {
    func port(_ url: URL) -> Int { url.port ?? (url.scheme?.lowercased() == "https" ? 443 : 80) }
    return one.scheme?.lowercased() == other.scheme?.lowercased() && one.host?.lowercased() == other.host?.lowercased()
      && port(one) == port(other)
  }

  /// The URL of a redirect. A relative one is resolved; a redirect from https to http is not followed.
  private static func follow(_ location: String?, from url: URL, _ request: Request) throws(HubError) -> URL {
    guard let location, let next = URL(string: location, relativeTo: url)?.absoluteURL, next.host != nil,
      let scheme = next.scheme?.lowercased(), scheme == "https" || scheme == "http",
      scheme == "https" || url.scheme?.lowercased() != "https"
    else { throw HubError(.badRedirect(location ?? ""), request.label) }
    return next
  }

  private func headers(_ url: URL, start: Int, tag: String?) -> [String] {
    var headers = ["User-Agent: bertft", "Accept: */*", "Accept-Encoding: identity"]
    if let token = configuration.token, Self.hasSameOrigin(url, configuration.endpoint) {
      headers.append("Authorization: Bearer \(token)")
    }
    if start > 0 {
      headers.append("Range: bytes=\(start)-")
      if let tag { headers.append("If-Range: \(tag)") }
    }
    return headers
  }

  /// Checks the response's status, and that all announced bytes were received.
  private func check(_ reception: Reception, _ partial: PartialFile, _ request: Request) throws(HubError) {
    switch reception.head.status {
    case _ where reception.isWanted: break
    case 206, 416:
      // The server cannot continue after the bytes that were received before; the next attempt begins at 0.
      try partial.begin(tag: nil)
      throw HubError(.connectionCut(received: 0), request.label)
    case 401, 403: throw HubError(.unauthorised(status: reception.head.status), request.label)
    case 404, 410: throw HubError(.notFound, request.label)
    case let status: throw HubError(.refused(status: status), request.label)
    }
    if let total = reception.total, partial.size != total {
      throw HubError(.connectionCut(received: partial.size), request.label)
    }
  }
}
