public import Foundation

extension LabelSet {
  /// Reads `pos,neg,neu`, or `ham=0,spam=1` where the file's values differ from the names; `neg=1,neg=2,pos=4` gives a
  /// name several values. White space around a name or a value is dropped. A name or a value with a comma, an equals
  /// sign or a quote is written in quotes, and a quote in it is doubled: `"Arts, Culture",Sports`.
  ///
  /// - Parameter list: the list.
  /// - Throws: `DataError.labelsEmptyName`, `.labelsDuplicate`, `.labelsTooFew`, `.labelsQuoting`.
  public init(parsing list: String) throws(DataError) {
    var pairs: [(name: String, value: String)] = []
    let origin = Origin.option(list)
    var bytes = Array(list.utf8)[...]
    while true {
      let name = try Self.part(&bytes, of: list)
      var value = name
      if bytes.first == Self.equals {
        bytes.removeFirst()
        value = try Self.part(&bytes, of: list, endsAtEquals: false)
      }
      guard !name.isEmpty, !value.isEmpty else { throw .labelsEmptyName(in: origin) }
      pairs.append((name, value))
      guard bytes.popFirst() != nil else { break }
    }
    try self.init(pairs: pairs, origin)
  }

  /// Reads one label a line, as `name` or as `value`, a tab and `name`; blank lines are skipped.
  ///
  /// - Parameter file: the file.
  /// - Throws: `DataError.fileMissing`, `.cannotOpen`, `.encoding`, `.notText`, `.labelFileMalformed`,
  ///   `.labelsDuplicate`, `.labelsTooFew`.
  public init(contentsOf file: URL) throws(DataError) {
    let name = file.relativePath
    var pairs: [(name: String, value: String)] = []
    try Self.forEachLine(of: file, malformed: { .labelFileMalformed(file: name, line: $0) }) { fields in
      guard let value = fields.first, let label = fields.last else { return false }
      pairs.append((label, value))
      return true
    }
    try self.init(pairs: pairs, .file(name))
  }

  /// Calls `body` with the one or two fields of each line of a file, which tabs separate; blank lines are skipped.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - malformed: makes the error for a line, by its number, with other fields.
  ///   - body: returns whether the fields can be used.
  /// - Throws: `DataError.fileMissing`, `.cannotOpen`, `.encoding`, `.notText`, and what `malformed` makes.
  static func forEachLine(
    of file: URL, malformed: (Int) -> DataError, _ body: ([String]) -> Bool
  ) throws(DataError) {
    let name = file.relativePath
    if LabelledFolder.isDirectory(file) { throw .cannotOpen(file: name, reason: "it is a directory") }
    let input = try InputFile(.file(file))
    let window = ByteWindow(try TextContent.of(input, encoding: nil), maximumRow: 1 << 20)
    while window.count < 16, try window.refill(keepingFrom: 0, line: 1) {}
    let start = try ContentSniffer.check(UnsafeBufferPointer(start: window.base, count: window.count), file: name)
    var parser = RowParser(window, delimiter: Byte.tab, quotes: false, skipsBlankRows: true, start: start)
    while try parser.next() {
      var fields: [String] = []
      for (place, field) in parser.fields.enumerated() {
        var bytes = parser.bytes(of: field)
        bytes = UnsafeBufferPointer(rebasing: bytes[LabelSpelling.core(of: bytes)])
        guard place < 2, !bytes.isEmpty, !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
          throw malformed(parser.rowLine)
        }
        fields.append(text)
      }
      guard body(fields) else { throw malformed(parser.rowLine) }
    }
  }

  /// A name as it is written in a list, in quotes where it needs them.
  static func entry(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy { $0 != Byte.comma && $0 != equals && $0 != Byte.quote }
    let edges = [name.utf8.first, name.utf8.last].compactMap { $0 }
    if isPlain, !edges.contains(where: Byte.isWhitespace) { return name }
    return "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  private static let equals = UInt8(ascii: "=")

  /// Removes a name or a value from the front of a list, up to the separator, which stays.
  ///
  /// - Parameters:
  ///   - bytes: the rest of the list.
  ///   - list: the whole list, for errors.
  ///   - endsAtEquals: whether an equals sign is a separator, as it is after a name.
  private static func part(
    _ bytes: inout ArraySlice<UInt8>, of list: String, endsAtEquals: Bool = true
  ) throws(DataError) -> String {
    bytes = bytes.drop(while: Byte.isWhitespace)
    var taken: [UInt8] = []
    guard bytes.first == Byte.quote else {
      while let byte = bytes.first, byte != Byte.comma, !(endsAtEquals && byte == equals) {
        taken.append(byte)
        bytes.removeFirst()
      }
      while let last = taken.last, Byte.isWhitespace(last) { taken.removeLast() }
      return String(decoding: taken, as: UTF8.self)
    }
    bytes.removeFirst()
    while let byte = bytes.popFirst() {
      if byte != Byte.quote {
        taken.append(byte)
      } else if bytes.first == Byte.quote {
        taken.append(byte)
        bytes.removeFirst()
      } else {
        bytes = bytes.drop(while: Byte.isWhitespace)
        guard bytes.isEmpty || bytes.first == Byte.comma || (endsAtEquals && bytes.first == equals) else { break }
        return String(decoding: taken, as: UTF8.self)
      }
    }
    throw .labelsQuoting(in: .option(list))
  }
}
