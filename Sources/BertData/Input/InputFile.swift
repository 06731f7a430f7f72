import Foundation

/// An opened input, read in order. It may be a pipe: only a part of a regular file seeks, once, to its start.
final class InputFile: ByteSource {
  /// How the input is named in messages.
  let name: String
  private let descriptor: Int32
  private let closesAtEnd: Bool
  /// The size of a regular file.
  let size: Int?
  /// How many bytes are expected to be read; nil for all.
  private var expected: Int?
  private var bytesRead = 0
  /// Bytes that were peeked at and not yet read.
  private var ahead: ArraySlice<UInt8> = []

  /// Opens the source.
  ///
  /// - Parameters:
  ///   - source: the input.
  ///   - given: how messages name it; nil for its own name.
  ///   - copy: a copy of the source, which is read instead of it.
  /// - Throws: `DataError.fileMissing`, `.isDirectory`, `.cannotOpen`.
  init(_ source: DataSource, named given: String? = nil, copy: InputCopy? = nil) throws(DataError) {
    name = given ?? source.name
    if let copy {
      descriptor = try copy.rewound()
      closesAtEnd = true
      size = nil
      return
    }
    switch source {
    case .standardInput:
      descriptor = 0
      closesAtEnd = false
    case .file(let url):
      var opened: Int32
      repeat { opened = open(url.path, O_RDONLY | O_CLOEXEC) } while opened < 0 && errno == EINTR
      guard opened >= 0 else {
        let code = errno
        throw code == ENOENT ? .fileMissing(file: name) : .cannotOpen(file: name, reason: Self.reason(code))
      }
      descriptor = opened
      closesAtEnd = true
    }
    var status = stat()
    let isKnown = fstat(descriptor, &status) == 0
    size = isKnown && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    if isKnown, status.st_mode & S_IFMT == S_IFDIR {
      // All properties are initialized by now, so that `deinit` closes the descriptor.
      throw .isDirectory(file: name)
    }
  }

  deinit {
    if closesAtEnd { close(descriptor) }
  }

  /// Opens a regular file to read it from an offset on.
  ///
  /// - Parameters:
  ///   - source: the file.
  ///   - start: the offset of the first byte.
  ///   - range: the bytes in which the wanted rows begin; ``fraction`` is the part of these that has been read.
  /// - Throws: as ``init(_:named:copy:)``; `DataError.readFailed`.
  convenience init(_ source: DataSource, from start: Int, for range: Range<Int>) throws(DataError) {
    try self.init(source)
    expected = range.count
    guard lseek(descriptor, off_t(start), SEEK_SET) == off_t(start) else {
      throw .readFailed(file: name, reason: Self.reason(errno))
    }
  }

  /// The part of a regular file's bytes that has been read.
  var fraction: Double? { (expected ?? size).map { $0 > 0 ? min(1, Double(bytesRead) / Double($0)) : 1 } }

  var isReady: Bool { !ahead.isEmpty || hasMore }

  /// Whether a read would not wait.
  private var hasMore: Bool {
    var status = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&status, 1, 0) != 0
  }

  /// The first bytes of the input, at most `count`, without consuming them.
  ///
  /// - Throws: `DataError.readFailed`.
  func peek(_ count: Int) throws(DataError) -> ArraySlice<UInt8> {
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    defer { buffer.deallocate() }
    // No format of compression has a line feed in its mark, and a writer may wait for the answer to its first line.
    while ahead.count < count, !ahead.contains(Byte.lineFeed) || hasMore {
      let got = try fetch(buffer, count: count - ahead.count)
      if got == 0 { break }
      ahead += UnsafeBufferPointer(start: buffer, count: got)
    }
    return ahead.prefix(count)
  }

  /// Reads at most `count` bytes; 0 is the end of the input.
  ///
  /// - Throws: `DataError.readFailed`.
  func fill(_ destination: UnsafeMutablePointer<UInt8>, count: Int) throws(DataError) -> Int {
    guard !ahead.isEmpty else { return try fetch(destination, count: count) }
    let given = ahead.prefix(count)
    for (place, byte) in given.enumerated() { destination[place] = byte }
    ahead = ahead.dropFirst(given.count)
    return given.count
  }

  private func fetch(_ destination: UnsafeMutablePointer<UInt8>, count: Int) throws(DataError) -> Int {
    while true {
      let got = read(descriptor, destination, count)
      if got >= 0 {
        bytesRead += got
        return got
      }
      let code = errno
      if code == EINTR { continue }
      if code == EISDIR { throw .isDirectory(file: name) }
      throw .readFailed(file: name, reason: Self.reason(code))
    }
  }

  private static func reason(_ code: Int32) -> String {
    String(cString: strerror(code))
  }
}
