/// The text of an input as UTF-8: decompressed where it is compressed, and converted from the encoding that an option
/// or a byte-order mark names.
enum TextContent {
  /// - Parameters:
  ///   - file: the input.
  ///   - encoding: the name that the user gives; nil for the encoding that the byte-order mark tells, or UTF-8.
  /// - Throws: `DataError.unknownEncoding`, `.readFailed`.
  static func of(_ file: InputFile, encoding: String?) throws(DataError) -> any ByteSource {
    let start = try file.peek(10)
    var content: any ByteSource = file
    let compression = Compression(start: start)
    // A text could begin with bzip2's mark, so the mark of its first block is checked too.
    let isPacked =
      compression == .bzip2
      ? start.count == 10 && [0x31, 0x17].contains(start[start.startIndex + 4]) : compression != .none
    if isPacked {
      guard let unpacked = UnpackedInput(file, compression) else {
        throw .readFailed(file: file.name, reason: "there is not enough memory to decompress it")
      }
      content = unpacked
    }
    guard let encoding else { return MarkedInput(content) }
    return isUTF8(encoding) ? content : try TranscodedInput(content, encoding: encoding)
  }

  private static func isUTF8(_ encoding: String) -> Bool { ["utf-8", "utf8"].contains(encoding.lowercased()) }
}
