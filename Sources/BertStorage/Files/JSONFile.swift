package import Foundation

/// Values written as JSON: the same value, the same bytes.
package enum JSONFile {
  /// How a file of JSON looks.
  package enum Style {
    /// One line.
    case line
    /// A line for each member, for people.
    case pretty
  }

  /// The bytes of a value, members in the order of the alphabet, with a line end.
  ///
  /// - Parameter file: How errors call the place.
  /// - Throws: `io` for a value that JSON has no form for, such as a number that is not finite.
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

  /// Writes a value in one step.
  package static func write(_ value: some Encodable, _ style: Style = .line, to url: URL) throws(FileError) {
    try AtomicFile.write(data(value, style, file: url.path), to: url)
  }

  /// Writes a document for readers that tell 2.0 from 2, as transformers' configuration classes do: a number that has a point
  /// keeps it, where Foundation writes a whole one without. Members in the order of the alphabet, a line each.
  package static func write(typed document: JSONValue, to url: URL) throws(FileError) {
    // Foundation's text of a string is what stands in it, so that a number can pass as one and be freed of its quotes.
    let told = document.line
    var mark = "\u{E000}"
    while told.contains(mark) { mark += "\u{E000}" }
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
  /// The same with each whole number that has a point as a string behind a mark.
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
