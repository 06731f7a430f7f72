/// Tells from the first bytes of an input whether it can be text in UTF-8.
enum ContentSniffer {
  /// - Parameters:
  ///   - bytes: the beginning of the input.
  ///   - file: the name of the input, for errors.
  /// - Returns: bytes to skip: 3 for UTF-8's byte-order mark, else 0.
  /// - Throws: `DataError.encoding` for UTF-16 and UTF-32, `.notText` for archives and other binary files.
  static func check(_ bytes: UnsafeBufferPointer<UInt8>, file: String) throws(DataError) -> Int {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return 3 }
    if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
      throw .encoding(file: file, likely: "UTF-32")
    }
    if bytes.starts(with: [0xFF, 0xFE]) { throw .encoding(file: file, likely: "UTF-16LE") }
    if bytes.starts(with: [0xFE, 0xFF]) { throw .encoding(file: file, likely: "UTF-16BE") }
    if let kind = binaryKind(bytes) { throw .notText(file: file, kind: kind) }
    var zeros = [0, 0]
    for index in bytes.indices.prefix(4096) where bytes[index] == 0 { zeros[index & 1] += 1 }
    let looked = min(bytes.count, 4096)
    // Latin text in UTF-16 has a zero in nearly every second byte, always on the same side.
    if zeros[1] > looked / 4, zeros[0] < zeros[1] / 8 { throw .encoding(file: file, likely: "UTF-16LE") }
    if zeros[0] > looked / 4, zeros[1] < zeros[0] / 8 { throw .encoding(file: file, likely: "UTF-16BE") }
    if zeros[0] + zeros[1] > looked / 16 { throw .notText(file: file, kind: "a binary file") }
    return 0
  }

  /// The kind of binary file that begins with these bytes; nil where no known kind does.
  static func binaryKind(_ start: some Collection<UInt8>) -> String? {
    binaryMarks.first { start.starts(with: $0.mark) }?.kind
  }

  static let parquet = "a Parquet file"
  static let workbook = "a zip archive or an Excel workbook"

  private static let binaryMarks: [(mark: [UInt8], kind: String)] = [
    ([0x50, 0x4B, 0x03, 0x04], workbook),
    ([0x1F, 0x8B], "a gzip archive"),
    ([0x42, 0x5A, 0x68, 0x39, 0x31, 0x41], "a bzip2 archive"),
    ([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "an xz archive"),
    ([0x50, 0x41, 0x52, 0x31], parquet),
    ([0x25, 0x50, 0x44, 0x46, 0x2D], "a PDF document"),
    ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Excel workbook"),
  ]
}
