/// The part of an input that is in memory: from the start of the row being read to the last byte that was fetched.
///
/// Memory stays at one chunk unless a single row is longer; then the window doubles, so that a row of n bytes costs
/// O(n) time. The pointer never leaves this module.
final class ByteWindow {
  /// Bytes fetched by one read.
  static let chunk = 1 << 18

  let input: any ByteSource
  private(set) var base: UnsafeMutablePointer<UInt8>
  /// Valid bytes from `base` on.
  private(set) var count = 0
  /// Bytes of the input before `base`.
  private(set) var dropped = 0
  private var capacity: Int
  private let maximumRow: Int

  /// - Parameters:
  ///   - input: the bytes to read.
  ///   - maximumRow: bytes of the longest row. It is compared where the window must grow, so that a row of nearly twice
  ///     as many bytes may still be read.
  init(_ input: any ByteSource, maximumRow: Int) {
    self.input = input
    self.maximumRow = maximumRow
    capacity = Self.chunk
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  /// Fetches the first `count` bytes; fewer at the end of the input, and where a line has come and no more is ready.
  ///
  /// - Throws: `DataError.readFailed`.
  func begin(_ count: Int) throws(DataError) {
    while self.count < count, !hasLineEnd(from: 0) || input.isReady, try refill(keepingFrom: 0, line: 1) {}
  }

  /// Whether a line ends among the bytes from `start` on.
  func hasLineEnd(from start: Int) -> Bool {
    UnsafeBufferPointer(start: base + start, count: count - start).contains {
      $0 == Byte.lineFeed || $0 == Byte.carriageReturn
    }
  }

  /// Drops the bytes before `start`, then fetches more after the rest.
  ///
  /// - Parameters:
  ///   - start: the offset of the first byte that is kept.
  ///   - line: the line on which the row began, for the message if the row is too long.
  /// - Returns: false at the end of the input; the bytes are moved in either case, so that `start` becomes 0.
  /// - Throws: `DataError.readFailed`, `.rowTooLong`.
  func refill(keepingFrom start: Int, line: Int) throws(DataError) -> Bool {
    let kept = count - start
    dropped += start
    if start > 0 {
      base.update(from: base + start, count: kept)
      count = kept
    }
    if capacity - kept < Self.chunk / 2 {
      guard kept < maximumRow else { throw .rowTooLong(file: input.name, line: line, limit: maximumRow) }
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
      larger.update(from: base, count: kept)
      base.deallocate()
      base = larger
      capacity *= 2
    }
    let got = try input.fill(base + count, count: capacity - count)
    count += got
    return got > 0
  }
}
