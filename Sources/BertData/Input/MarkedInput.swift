/// A text whose first bytes tell its encoding: converted to UTF-8 where it begins with a byte-order mark of UTF-16 or
/// UTF-32, unchanged otherwise.
final class MarkedInput: ByteSource {
  private let input: any ByteSource
  /// The source of the bytes; nil until the first are read.
  private var content: (any ByteSource)?

  var name: String { input.name }
  var fraction: Double? { input.fraction }

  /// Whether the bytes are those of the file itself, neither decompressed nor converted; known once the first are read.
  var isPlainFile: Bool { input is InputFile && content is PrefixedInput }
  var isReady: Bool { (content ?? input).isReady }

  init(_ input: any ByteSource) {
    self.input = input
  }

  func fill(_ destination: UnsafeMutablePointer<UInt8>, count: Int) throws(DataError) -> Int {
    if let content { return try content.fill(destination, count: count) }
    let prefixed = try PrefixedInput(input, count: 4)
    let encoding = Self.encoding(prefixed.prefix)
    let content: any ByteSource =
      if let encoding { try TranscodedInput(prefixed, encoding: encoding) } else { prefixed }
    self.content = content
    return try content.fill(destination, count: count)
  }

  /// ICU's name of the encoding that a byte-order mark tells; nil without a mark, and for the mark of UTF-8.
  private static func encoding(_ start: ArraySlice<UInt8>) -> String? {
    if start.starts(with: [0xFF, 0xFE, 0, 0]) || start.starts(with: [0, 0, 0xFE, 0xFF]) { return "utf-32" }
    return start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) ? "utf-16" : nil
  }
}

/// An input whose first bytes can be looked at before they are read.
private final class PrefixedInput: ByteSource {
  private let input: any ByteSource
  private(set) var prefix: ArraySlice<UInt8>

  var name: String { input.name }
  var fraction: Double? { input.fraction }
  var isReady: Bool { !prefix.isEmpty || input.isReady }

  /// - Parameters:
  ///   - input: the input, from whose start on the bytes are read.
  ///   - count: how many of the first bytes are fetched, where there are as many.
  init(_ input: any ByteSource, count: Int) throws(DataError) {
    self.input = input
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    defer { buffer.deallocate() }
    var found = 0
    while found < count {
      // A writer may wait for the answer to its first line.
      if UnsafeBufferPointer(start: buffer, count: found).contains(Byte.lineFeed), !input.isReady { break }
      let got = try input.fill(buffer + found, count: count - found)
      if got == 0 { break }
      found += got
    }
    prefix = Array(UnsafeBufferPointer(start: buffer, count: found))[...]
  }

  func fill(_ destination: UnsafeMutablePointer<UInt8>, count: Int) throws(DataError) -> Int {
    guard !prefix.isEmpty else { return try input.fill(destination, count: count) }
    let given = prefix.prefix(count)
    for (place, byte) in given.enumerated() { destination[place] = byte }
    prefix = prefix.dropFirst(given.count)
    return given.count
  }
}
