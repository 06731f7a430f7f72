/// What stands in the place of a file where a download or a copy went wrong, told by its first bytes.
public enum ForeignFile: Equatable, Sendable {
  /// Nothing, or white space alone.
  case empty
  /// Zero bytes: room that was set aside for a download that did not come to its end.
  case zeroes
  /// The pointer that Git LFS leaves where it has not fetched a file; `size` is that of the file itself.
  case gitLFSPointer(size: Int?)
  /// A page for a browser.
  case htmlPage
  /// An XML document, as stores answer with where they refuse.
  case xmlDocument
  /// A line that a server answers with instead of a file, `Entry not found`.
  case errorMessage(String)
  /// A zip archive.
  case zipArchive
  /// What gzip made.
  case gzip
  /// What bzip2 made.
  case bzip2
  /// What xz made.
  case xz
  /// What zstd made.
  case zstandard
  /// UTF-16, by its byte order mark.
  case utf16Text

  /// How many bytes are enough to tell.
  public static let sufficientCount = 1024

  /// Judges a file's first bytes.
  ///
  /// - Parameter first: the first `sufficientCount` bytes of a file, or all of a shorter one; more are not looked at.
  /// - Returns: `nil` for what may well be the file that is expected.
  public init?(_ first: some Collection<UInt8>) {
    let bytes = Array(first.prefix(Self.sufficientCount))
    let isWhole = first.dropFirst(Self.sufficientCount).isEmpty
    if let archive = Self.packed(bytes) {
      self = archive
      return
    }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    let start = text.drop(while: Self.isSpace)
    if start.isEmpty, isWhole {
      self = .empty
    } else if bytes.count >= 8, bytes.allSatisfy({ $0 == 0 }) {
      self = .zeroes
    } else if start.starts(with: "version https://git-lfs.github.com/spec/".utf8) {
      self = .gitLFSPointer(size: Self.pointedSize(start))
    } else if Self.isHTML(start) {
      self = .htmlPage
    } else if start.starts(with: "<?xml".utf8) {
      self = .xmlDocument
    } else if isWhole, let message = Self.message(start) {
      self = .errorMessage(message)
    } else {
      return nil
    }
  }

  private static func packed(_ bytes: [UInt8]) -> ForeignFile? {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
      return .zipArchive
    }
    if bytes.starts(with: [0x1F, 0x8B]) { return .gzip }
    if bytes.starts(with: "BZh".utf8), bytes.dropFirst(4).starts(with: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) {
      return .bzip2
    }
    if bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) { return .xz }
    if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return .zstandard }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return .utf16Text }
    return nil
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }

  private static func lowercased(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
  }

  /// A declaration, or a first element `html`, `head` or `body` that another tag follows: a list of words may begin with
  /// `<html>`.
  private static func isHTML(_ text: ArraySlice<UInt8>) -> Bool {
    let text = lowercased(text)
    if text.starts(with: "<!doctype html".utf8) { return true }
    for tag in ["<html", "<head", "<body"] where text.starts(with: tag.utf8) {
      guard let close = text.firstIndex(of: UInt8(ascii: ">")) else { return false }
      let rest = text[(close + 1)...].drop(while: isSpace)
      return rest.first == UInt8(ascii: "<") && !rest.starts(with: "</".utf8)
        && (close > tag.utf8.count || rest.starts(with: "<head".utf8) || rest.starts(with: "<body".utf8))
    }
    return false
  }

  /// The number after `size` at the start of a line.
  private static func pointedSize(_ text: ArraySlice<UInt8>) -> Int? {
    for line in text.split(separator: 0x0A) where line.starts(with: "size ".utf8) {
      return Int(String(decoding: line.dropFirst(5), as: UTF8.self).filter { !$0.isWhitespace })
    }
    return nil
  }

  private static let messages = [
    "entry not found", "repository not found", "not found", "404: not found", "404 not found", "forbidden",
    "unauthorized", "access denied", "invalid username or password.", "invalid credentials in authorization header",
  ]

  private static func message(_ text: ArraySlice<UInt8>) -> String? {
    guard text.count <= 64 else { return nil }
    var text = text
    while let last = text.last, isSpace(last) { text.removeLast() }
    guard messages.contains(where: { lowercased(text).elementsEqual($0.utf8) }) else { return nil }
    return String(decoding: text, as: UTF8.self)
  }
}

extension ForeignFile: CustomStringConvertible {
  /// What the file is, and what to do.
  public var description: String {
    switch self {
    case .empty: "the file is empty; fetch it again"
    case .zeroes: "the file holds nothing but zero bytes, an interrupted download; fetch it again"
    case .gitLFSPointer(let size):
      "a Git LFS pointer, not the file itself\(size.map { " (\($0) bytes)" } ?? ""); run \"git lfs pull\" where it was cloned, or download the file"
    case .htmlPage: "an HTML page, not the file itself; download the file's own address, not the page that shows it"
    case .xmlDocument: "an XML document, not the file itself; a server may have refused the download"
    case .errorMessage(let message):
      "a server's answer, \"\(message)\", not the file itself; check the address it came from"
    case .zipArchive: "a zip archive; unpack it first"
    case .gzip: "packed with gzip; unpack it first"
    case .bzip2: "packed with bzip2; unpack it first"
    case .xz: "packed with xz; unpack it first"
    case .zstandard: "packed with zstd; unpack it first"
    case .utf16Text: "text in UTF-16; save it as UTF-8"
    }
  }
}
