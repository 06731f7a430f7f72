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
}
