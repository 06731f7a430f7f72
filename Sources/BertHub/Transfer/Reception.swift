/// One answer on its way into a partial file. What is not wanted of it (the body of a redirect or of a refusal) is read
/// to its end, so that the connection can be used again.
final class Reception {
  private let request: HubClient.Request
  private let partial: PartialFile
  private let start: Int
  private let progress: (@Sendable (DownloadProgress) -> Void)?
  /// What has come of the head.
  private(set) var head = AnswerHead()
  /// Why the transfer was ended from here.
  private(set) var error: HubError?
  /// The size that the file will have, where it is known.
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

  /// Whether the body belongs into the file: all of it, or the part that was asked for.
  var isWanted: Bool {
    switch head.status {
    case 200: true
    case 206: start > 0 && head["Content-Range"]?.hasPrefix("bytes \(start)-") == true
    default: false
    }
  }

  /// Takes a line of the head; false ends the transfer.
  func takeLine(_ line: UnsafeRawBufferPointer) -> Bool {
    // Fields that follow a body are nobody's.
    if head.isWhole { return true }
    guard head.add(line) else {
      error = HubError(.badAnswer("its head does not end"), request.label)
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

  /// Takes bytes of the body; false ends the transfer.
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
