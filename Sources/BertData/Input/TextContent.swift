/// The text of an input as UTF-8: unpacked where it is packed, and out of the encoding that an option or a byte-order mark
/// names.
enum TextContent {
  /// - Parameter encoding: the name that was given; nil to go by the byte-order mark, and without one to take UTF-8.
  /// - Throws: `DataError.unknownEncoding`, `.readFailed`.
  static func of(_ file: InputFile, encoding: String?) throws(DataError) -> any ByteSource {
    let start = try file.peek(10)
    var content: any ByteSource = file
    let compression = Compression(start: start)
    // bzip2's mark alone could begin a text; its first block has one too.
    let isPacked =
      compression == .bzip2
      ? start.count == 10 && [0x31, 0x17].contains(start[start.startIndex + 4]) : compression != .none
    if isPacked {
      guard let unpacked = UnpackedInput(file, compression) else {
        throw .readFailed(file: file.name, reason: "no memory to unpack it")
      }
      content = unpacked
    }
    guard let encoding else { return MarkedInput(content) }
    return isUTF8(encoding) ? content : try TranscodedInput(content, encoding: encoding)
  }

  private static func isUTF8(_ encoding: String) -> Bool { ["utf-8", "utf8"].contains(encoding.lowercased()) }
}
