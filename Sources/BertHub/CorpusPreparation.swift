import Foundation

/// Converts raw corpus files to a CSV file (RFC 4180, LF line ends, quotes only where needed) or to lines of text.
enum CorpusPreparation {
  /// Prepares a corpus.
  ///
  /// - Parameters:
  ///   - entry: The corpus.
  ///   - raw: The contents of its raw files, in the entry's order.
  /// - Throws: `unexpectedContent` for rated text that is not UTF-8 or has a line without id, rating and text.
  static func prepare(_ entry: CorpusEntry, raw: [Data]) throws(HubError) -> Data {
    switch entry.form {
    case .asIs: return raw.reduce(into: Data()) { $0.append($1) }
    case .paragraphs:
      var lines: [UInt8] = []
      for content in raw {
        for line in content.split(separator: UInt8(ascii: "\n")) {
          let text = line.drop { $0 == 0x20 }
          guard let last = text.lastIndex(where: { $0 != 0x20 }) else { continue }
          lines += text[...last]
          lines.append(UInt8(ascii: "\n"))
        }
      }
      return Data(lines)
    case .rated:
      var lines: [UInt8] = Array("text,label\n".utf8)
      for (content, source) in zip(raw, entry.sources) { try append(content, of: source.path, to: &lines) }
      return Data(lines)
    }
  }

  /// The label of a rating between −4 and 4.
  static func label(rating: Double) -> String {
    rating >= 0.5 ? "pos" : rating <= -0.5 ? "neg" : "neu"
  }

  /// Appends the rows of one tab-separated file whose fields are an id, a rating and a text. Its header line is
  /// skipped; all bytes after the second tab are the text.
  private static func append(_ content: Data, of path: String, to lines: inout [UInt8]) throws(HubError) {
    guard String(validating: content, as: UTF8.self) != nil else {
      throw HubError(.unexpectedContent("it is not UTF-8"), path)
    }
    for (number, raw) in content.split(separator: UInt8(ascii: "\n")).enumerated() where number > 0 {
      let line = raw.last == UInt8(ascii: "\r") ? raw.dropLast() : raw
      let fields = line.split(separator: UInt8(ascii: "\t"), maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, let rating = Double(String(decoding: fields[1], as: UTF8.self)) else {
        throw HubError(.unexpectedContent("line \(number + 1) is not an id, a rating and a text"), path)
      }
      appendField(fields[2], to: &lines)
      lines.append(UInt8(ascii: ","))
      lines += label(rating: rating).utf8
      lines.append(UInt8(ascii: "\n"))
    }
  }

  private static func appendField(_ field: Data, to lines: inout [UInt8]) {
    guard field.contains(where: { "\",\r\n".utf8.contains($0) }) else {
      lines += field
      return
    }
    lines.append(UInt8(ascii: "\""))
    for byte in field {
      if byte == UInt8(ascii: "\"") { lines.append(byte) }
      lines.append(byte)
    }
    lines.append(UInt8(ascii: "\""))
  }
}
