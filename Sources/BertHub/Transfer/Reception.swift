/// Writes the body of one response to a partial file. The body of a redirect or an error is read and dropped, so that
/// the connection can be used again.
final class Reception {
  private let request: HubClient.Request
  private let partial: PartialFile
  private let start: Int
  private let progress: (@Sendable (DownloadProgress) -> Void)?
  /// The header section as far as it was received.
  private(set) var head = AnswerHead()
  /// Why a callback ended the transfer.
  private(set) var error: HubError?
  /// The size of the whole file in bytes, where it is known.
  private(set) var total: Int?
  private var discarded = 0

  init(
    _ request: HubClient.Request, into partial: PartialFile, start: Int,
    progress: (@Sendable (DownloadProgress) -> Void)?
  ) {
    self.request = request
    self.partial = partial
    self.start = start
    self.progress = progress
  }

  /// Whether the body is to be written to the file: it is the whole file, or the requested range.
  var isWanted: Bool {
    switch head.status {
    case 200: true
    case 206: start > 0 && head["Content-Range"]?.hasPrefix("bytes \(start)-") == true
    default: false
    }
  }

  /// Handles a line of the header section; false ends the transfer.
  func takeLine(_ line: UnsafeRawBufferPointer) -> Bool {
    // Trailer fields after a body are ignored.
    if head.isWhole { return true }
    guard head.add(line) else {
      error = HubError(.badAnswer("its header is too long"), request.label)
      return false
    }
    guard head.isWhole, isWanted else { return true }
    return succeeds { () throws(HubError) in
      if head.status == 200 { try partial.begin(tag: head["ETag"]) }
      let length = head["Content-Length"].flatMap { Int($0) }
      total = length.map { partial.size + $0 } ?? request.size
      if let size = request.size, let total, total != size {
        throw HubError(.wrongSize(expected: size, found: total), request.label)
      }
    }
  }

  /// Handles bytes of the body; false ends the transfer.
  func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard isWanted else {
      discarded += bytes.count
      return discarded <= 1 << 16
    }
    return succeeds { () throws(HubError) in
      try partial.append(bytes)
      if let size = request.size, partial.size > size {
        throw HubError(.wrongSize(expected: size, found: partial.size), request.label)
      }
      progress?(
        DownloadProgress(file: request.label, receivedBytes: partial.size, totalBytes: total, source: .hub))
    }
  }

  private func succeeds(_ body: () throws(HubError) -> Void) -> Bool {
    do throws(HubError) {
      try body()
      return true
    } catch {
      self.error = error
      return false
    }
  }
}
