import BertData
import BertStorage
import Foundation

/// The content of a file, decompressed if necessary, read sequentially through a window of bytes.
///
/// Memory is 256 KiB, or more for a longer line or record.
final class VectorInput {
  private static let chunk = 1 << 18

  private let file: RawFile
  private let compression: Compression
  /// Decompresses the file; nil where it is not compressed.
  private var members: MemberStream?
  private var isAtEnd = false

  /// Decompressed bytes; those of `window` are not read yet.
  private(set) var bytes: [UInt8]
  private(set) var window = 0..<0
  /// Bytes of the content before `bytes`.
  private var dropped = 0

  var path: String { file.path }
  /// The number of bytes that were read.
  var position: Int { dropped + window.lowerBound }

  init(_ url: URL) throws(VectorFileError) {
    file = try RawFile(url)
    bytes = [UInt8](repeating: 0, count: Self.chunk)
    let got = try file.read(into: &bytes, from: 0)
    if let kind = Compression.unreadable(start: bytes[..<got]) {
      throw VectorFileError(.archive(kind), file: url.path)
    }
    compression = Compression(start: bytes[..<got])
    guard compression != .none else {
      window = 0..<got
      isAtEnd = got == 0
      return
    }
    members = MemberStream(compression, start: bytes[..<got])
    if members == nil { throw VectorFileError(.file(.io(operation: "unpacking", code: ENOMEM)), file: url.path) }
  }

  /// Fills the window to at least `count` bytes, or to the end of the content.
  ///
  /// - Returns: Whether the window has as many.
  func require(_ count: Int) throws(VectorFileError) -> Bool {
    while window.count < count {
      if try !fetch(atLeast: count) { return false }
    }
    return true
  }

  /// Skips bytes of the window.
  func skip(_ count: Int) { window = window.lowerBound + count..<window.upperBound }

  /// The next line without its line feed, as a range of ``bytes`` that is valid until the next read; nil at the end.
  ///
  /// - Parameter number: The line's number, for the error if it is too long.
  func line(_ number: Int) throws(VectorFileError) -> Range<Int>? {
    var searched = 0
    while true {
      if let end = bytes[window.lowerBound + searched..<window.upperBound].firstIndex(of: 0x0A) {
        let line = window.lowerBound..<end
        window = end + 1..<window.upperBound
        return line
      }
      searched = window.count
      guard searched <= VectorLimits.lineBytes else {
        throw VectorFileError(.lineTooLong(limit: VectorLimits.lineBytes), file: path, at: .line(number))
      }
      if try !fetch(atLeast: searched + 1) {
        guard searched > 0 else { return nil }
        let line = window
        window = window.upperBound..<window.upperBound
        return line
      }
    }
  }

  /// Appends bytes to the window, which moves to the front; false at the end of the content.
  private func fetch(atLeast count: Int) throws(VectorFileError) -> Bool {
    if isAtEnd { return false }
    if window.lowerBound > 0 {
      bytes.replaceSubrange(0..<window.count, with: bytes[window])
      dropped += window.lowerBound
      window = 0..<window.count
    }
    if bytes.count < max(count, window.count + Self.chunk / 2) {
      bytes += [UInt8](repeating: 0, count: max(bytes.count, count - bytes.count))
    }
    let got = compression == .none ? try file.read(into: &bytes, from: window.upperBound) : try unpack()
    window = 0..<window.count + got
    isAtEnd = got == 0
    return got > 0
  }

  /// Appends decompressed bytes to the window; 0 at the end of the last member.
  private func unpack() throws(VectorFileError) -> Int {
    let position = dropped + window.upperBound
    return try members?.unpack(
      into: &bytes, from: window.upperBound,
      read: { (packed, start) throws(VectorFileError) in try file.read(into: &packed, from: start) },
      failure: { fault in
        switch fault {
        case .damaged: VectorFileError(.damagedCompression(compression.rawValue), file: path, at: .byte(position))
        case .cutShort: VectorFileError(.cutShort, file: path, at: .byte(position))
        case .windowTooLarge: VectorFileError(.windowTooLarge, file: path)
        }
      }) ?? 0
  }
}
