/// The files of a ``LabelledFolder`` one after another, written as rows of CSV with the columns text, label and file,
/// for the reader of CSV.
final class FolderInput: ByteSource {
  private let folder: LabelledFolder
  private let encoding: String?
  private let maximumFile: Int
  private var next = 0
  private var file: (any ByteSource)?
  private var fileBytes = 0
  /// Rows of CSV that are not yet read; the first `given` bytes are.
  private var ready: [UInt8] = Array("text,label,file\n".utf8)
  private var given = 0
  /// Line ends that belong to the text only if something follows.
  private var held: [UInt8] = []
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var isAtStart = true

  var name: String { folder.name }
  var fraction: Double? { Double(next) / Double(folder.files.count) }

  /// - Parameters:
  ///   - folder: the directory.
  ///   - encoding: the encoding of the files; nil for the one that each file's byte-order mark tells, or UTF-8.
  ///   - maximumFile: bytes of the longest file that is read.
  init(_ folder: LabelledFolder, encoding: String?, maximumFile: Int) {
    self.folder = folder
    self.encoding = encoding
    self.maximumFile = maximumFile
  }

  /// - Throws: what opening and reading a file throws; `DataError.rowTooLong`.
  func fill(_ destination: UnsafeMutablePointer<UInt8>, count: Int) throws(DataError) -> Int {
    while given == ready.count {
      ready.removeAll(keepingCapacity: true)
      given = 0
      guard try advance() else { return 0 }
    }
    let piece = ready[given..<min(ready.count, given + count)]
    for (place, byte) in piece.enumerated() { destination[place] = byte }
    given += piece.count
    return piece.count
  }

  /// Makes more bytes ready; false at the end of the last file.
  private func advance() throws(DataError) -> Bool {
    guard let file else {
      guard next < folder.files.count else { return false }
      self.file = try TextContent.of(folder.open(folder.files[next]), encoding: encoding)
      next += 1
      fileBytes = 0
      isAtStart = true
      ready.append(Byte.quote)
      return true
    }
    let got = try buffer.withUnsafeMutableBufferPointer { (buffer) throws(DataError) -> Int in
      guard let base = buffer.baseAddress else { return 0 }
      return try file.fill(base, count: buffer.count)
    }
    let path = folder.files[next - 1]
    guard got > 0 else {
      self.file = nil
      held.removeAll()
      ready.append(Byte.quote)
      for value in [String(LabelledFolder.label(of: path)), path] {
        ready += [Byte.comma, Byte.quote]
        for byte in value.utf8 { append(byte) }
        ready.append(Byte.quote)
      }
      ready.append(Byte.lineFeed)
      return true
    }
    fileBytes += got
    guard fileBytes <= maximumFile else {
      throw .rowTooLong(file: folder.path(of: path), line: 1, limit: maximumFile)
    }
    var bytes = buffer[..<got]
    // The byte-order mark of UTF-8 is not text. It lies within the first piece of a file.
    if isAtStart, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    isAtStart = false
    for byte in bytes {
      if byte == Byte.lineFeed || byte == Byte.carriageReturn {
        held.append(byte)
      } else {
        if !held.isEmpty {
          ready += held
          held.removeAll(keepingCapacity: true)
        }
        append(byte)
      }
    }
    return true
  }

  /// Appends a byte of a quoted field; a quote is doubled.
  private func append(_ byte: UInt8) {
    if byte == Byte.quote { ready.append(byte) }
    ready.append(byte)
  }
}
