package import Foundation

/// Writes values as JSON: equal values give equal bytes.
package enum JSONFile {
  /// The layout of the JSON.
  package enum Style {
    /// All on one line.
    case line
    /// Indented, with a line for each member.
    case pretty
  }

  /// A value as JSON, with sorted keys and a line feed at the end.
  ///
  /// - Parameters:
  ///   - value: What is encoded.
  ///   - style: The layout.
  ///   - file: The path that errors name.
  /// - Throws: `io` for a value that JSON cannot represent, such as a number that is not finite.
  package static func data(_ value: some Encodable, _ style: Style = .line, file: String) throws(FileError) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if style == .pretty { encoder.outputFormatting.insert(.prettyPrinted) }
    do {
      return try encoder.encode(value) + Data("\n".utf8)
    } catch {
      throw FileError(.io(operation: "encoding", code: EINVAL), file)
    }
  }

  /// Writes a value to a file, which is replaced atomically.
  package static func write(_ value: some Encodable, _ style: Style = .line, to url: URL) throws(FileError) {
    try AtomicFile.write(data(value, style, file: url.path), to: url)
  }

  /// Writes a document for readers that tell 2.0 from 2, as transformers' configuration classes do: a floating-point
  /// number keeps its point, while Foundation writes 2.0 as 2. Keys are sorted, with a line for each member.
  package static func write(typed document: JSONValue, to url: URL) throws(FileError) {
    // Each such number is encoded as a string that begins with a mark; then the marks and their quotes are removed.
    let line = document.line
    var mark = "\u{E000}"
    while line.contains(mark) { mark += "\u{E000}" }
    let text = String(decoding: try data(document.markingPoints(mark), .pretty, file: url.path), as: UTF8.self)
    var pieces = text.components(separatedBy: "\"" + mark)
    for index in pieces.indices.dropFirst() {
      guard let end = pieces[index].firstIndex(of: "\"") else { continue }
      pieces[index].remove(at: end)
    }
    try AtomicFile.write(Data(pieces.joined().utf8), to: url)
  }
}

extension JSONValue {
  /// The same with each floating-point number of whole value as a string: a mark, then the number.
  fileprivate func markingPoints(_ mark: String) -> JSONValue {
    switch self {
    case .double(let value) where value.isFinite && value == value.rounded(): .string(mark + value.description)
    case .float(let value) where value.isFinite && value == value.rounded(): .string(mark + value.description)
    case .array(let values): .array(values.map { $0.markingPoints(mark) })
    case .object(let members): .object(members.map { ($0.key, $0.value.markingPoints(mark)) })
    case .null, .bool, .integer, .double, .float, .string, .verbatim: self
    }
  }
}
