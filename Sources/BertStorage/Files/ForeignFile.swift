/// The kind of a file that is not what was expected, told by its first bytes.
///
/// Sources: the formats' own descriptions (Git LFS's pointer format 1, RFC 1952, PKWARE's APPNOTE.TXT, ONNX's
/// `onnx.proto`, HDF5's superblock, GGUF, the formats of Zstandard, xz and bzip2).
public enum ForeignFile: Sendable, Equatable {
  /// The pointer that Git LFS keeps in place of a large file, with the size in bytes that it states.
  case gitLFSPointer(size: Int?)
  /// An HTML page.
  case htmlPage
  /// An XML document, which object stores send in place of a missing file.
  case xmlDocument
  /// An error message of a server, such as `Entry not found`.
  case errorMessage(String)
  /// No bytes at all.
  case empty
  /// Zero bytes: space that was allocated for a download that was interrupted.
  case zeroes
  /// A file compressed by gzip.
  case gzip
  /// A file compressed by bzip2.
  case bzip2
  /// A file compressed by xz.
  case xz
  /// A file compressed by zstd.
  case zstandard
  /// A tar archive that is not compressed.
  case tar
  /// A zip archive of any files.
  case zipArchive
  /// An ONNX graph.
  case onnx
  /// An HDF5 file, as Keras and others write them.
  case hdf5
  /// A GGUF model of llama.cpp.
  case gguf
  /// A pickled Python object of protocol 2 to 5.
  case pickle
  /// A safetensors file.
  case safetensors
  /// Text in UTF-16, by its byte order mark.
  case utf16Text

  /// How many bytes from the start of a file are looked at.
  public static let bytesNeeded = 512

  /// The kind of a file that is in memory; nil for an unknown one.
  ///
  /// - Parameter contents: All bytes of the file.
  public init?(contents: some Collection<UInt8>) {
    self.init(firstBytes: Array(contents.prefix(Self.bytesNeeded)), fileSize: contents.count)
  }

  /// The kind of a file by its first bytes; nil for an unknown one. A vocabulary or a JSON document is of no kind here,
  /// whatever its first words are.
  ///
  /// - Parameters:
  ///   - firstBytes: The first ``bytesNeeded`` of the file, or all if it has fewer.
  ///   - fileSize: The size of the file in bytes.
  package init?(firstBytes: [UInt8], fileSize: Int) {
    func begins(_ bytes: [UInt8], at offset: Int = 0) -> Bool { firstBytes.dropFirst(offset).starts(with: bytes) }
    // The length of a safetensors header may look like another format's first bytes, so this check comes first.
    if begins([0, 0, 0, 0, 0x7B, 0x22], at: 4) {
      self = .safetensors
      return
    }
    for (magic, offset, kind) in Self.magics where begins(magic, at: offset) {
      self = kind
      return
    }
    let text = (begins([0xEF, 0xBB, 0xBF]) ? firstBytes.dropFirst(3) : firstBytes[...]).drop(while: Self.isSpace)
    let isWhole = firstBytes.count == fileSize
    if text.isEmpty, isWhole {
      self = .empty
    } else if text.starts(with: "version https://git-lfs.github.com/spec/".utf8) {
      self = .gitLFSPointer(size: Self.pointedSize(text))
    } else if Self.isPage(text) {
      self = .htmlPage
    } else if text.starts(with: "<?xml".utf8) {
      self = .xmlDocument
    } else if isWhole, let message = Self.message(text) {
      self = .errorMessage(message)
    } else if firstBytes.count >= 64, firstBytes.allSatisfy({ $0 == 0 }) {
      self = .zeroes
    } else if Self.isONNX(firstBytes) {
      self = .onnx
    } else if firstBytes.count > 1, firstBytes[0] == 0x80, (2...5).contains(firstBytes[1]) {
      self = .pickle
    } else {
      return nil
    }
  }

  private static let magics: [(bytes: [UInt8], offset: Int, kind: ForeignFile)] = [
    ([0x1F, 0x8B], 0, .gzip), ([0x31, 0x41, 0x59, 0x26, 0x53, 0x59], 4, .bzip2),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], 0, .xz),
    ([0x28, 0xB5, 0x2F, 0xFD], 0, .zstandard), (Array("ustar".utf8), 257, .tar),
    ([0x50, 0x4B, 3, 4], 0, .zipArchive), ([0x50, 0x4B, 5, 6], 0, .zipArchive),
    ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], 0, .hdf5), (Array("GGUF".utf8), 0, .gguf),
    ([0xFF, 0xFE], 0, .utf16Text), ([0xFE, 0xFF], 0, .utf16Text),
  ]

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }

  private static func lowercased(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
  }

  /// The number in the line `size N` of a Git LFS pointer.
  private static func pointedSize(_ text: ArraySlice<UInt8>) -> Int? {
    text.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: "size ".utf8) }
      .flatMap { Int(String(decoding: $0.dropFirst(5).filter { $0 != 13 }, as: UTF8.self)) }
  }

  /// Whether a text is an HTML page: it begins with a doctype, or with an element `html`, `head` or `body` that has
  /// attributes or is followed by another of them. A vocabulary may begin with `<html>`.
  private static func isPage(_ text: ArraySlice<UInt8>) -> Bool {
    let text = lowercased(text)
    if text.starts(with: "<!doctype html".utf8) { return true }
    for tag in ["<html", "<head", "<body"] where text.starts(with: tag.utf8) {
      guard let close = text.firstIndex(of: UInt8(ascii: ">")) else { return false }
      if close > tag.utf8.count { return isSpace(text[tag.utf8.count]) }
      let rest = text[(close + 1)...].drop(while: isSpace)
      return rest.starts(with: "<head".utf8) || rest.starts(with: "<body".utf8)
    }
    return false
  }

  /// The one-line error message that a server sent as the content of the file; nil where it is none.
  private static func message(_ text: ArraySlice<UInt8>) -> String? {
    guard text.count <= 256, let line = String(validating: text, as: UTF8.self) else { return nil }
    let words = line[..<(line.lastIndex { !$0.isWhitespace }.map { line.index(after: $0) } ?? line.startIndex)]
    guard !words.contains(where: \.isNewline) else { return nil }
    let start = words.lowercased()
    let whole = [
      "entry not found", "repository not found", "not found", "404: not found", "404 not found", "forbidden",
      "unauthorized", "access denied", "invalid username or password.",
      "invalid credentials in authorization header",
    ]
    guard
      whole.contains(start) || ["access to model ", #"{"error":""#, #"{"error": ""#].contains(where: start.hasPrefix)
    else { return nil }
    return String(words)
  }

  /// Whether bytes begin an ONNX ModelProto: `ir_version` (field 1), then `producer_name` (2), `graph` (7) or
  /// `opset_import` (8).
  private static func isONNX(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 3, bytes[0] == 0x08, (1...0x20).contains(bytes[1]) else { return false }
    switch bytes[2] {
    case 0x12:
      return bytes[3] > 0 && bytes.dropFirst(4).prefix(min(Int(bytes[3]), 64)).allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    case 0x3A, 0x42: return true
    default: return false
    }
  }
}

extension ForeignFile {
  /// What the file is, to follow "this is" in a message.
  package var name: String {
    switch self {
    case .gitLFSPointer(let size):
      "a Git LFS pointer and not the file" + (size.map { ", which has \(Counted($0, "byte"))" } ?? " itself")
    case .htmlPage: "an HTML page, such as a server sends instead of a file that needs a login or is not there"
    case .xmlDocument: "an XML document, such as a server sends instead of a file"
    case .errorMessage(let message): "a server's answer, \(QuotedName(message)), and not the file"
    case .empty: "an empty file"
    case .zeroes: "a file of zero bytes, as an interrupted download leaves it"
    case .gzip: "a file compressed with gzip"
    case .bzip2: "a file compressed with bzip2"
    case .xz: "a file compressed with xz"
    case .zstandard: "a file compressed with Zstandard"
    case .tar: "a tar archive"
    case .zipArchive: "a zip archive"
    case .onnx: "an ONNX graph"
    case .hdf5: "an HDF5 file, as Keras and TensorFlow write them"
    case .gguf: "a GGUF file of llama.cpp"
    case .pickle: "a pickled object of Python"
    case .safetensors: "a safetensors file"
    case .utf16Text: "text in UTF-16"
    }
  }

  /// What to do about it, whichever file was expected.
  package var remedy: String {
    switch self {
    case .gitLFSPointer: "run 'git lfs pull' in the repository, or download the file itself"
    case .htmlPage, .xmlDocument, .errorMessage: "download the file again, with the login that it needs"
    case .empty, .zeroes: "download the file again"
    case .gzip, .bzip2, .xz, .zstandard, .tar, .zipArchive: "unpack it first"
    case .utf16Text: "save it as UTF-8"
    case .onnx, .hdf5, .gguf, .pickle, .safetensors: "replace it by the right file of this name"
    }
  }
}
