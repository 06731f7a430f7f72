/// The status line and header fields of an HTTP response (RFC 9112), read line by line.
struct AnswerHead {
  /// The status code; 0 before the first line.
  private(set) var status = 0
  /// Whether the header section of the final response has ended.
  private(set) var isWhole = false
  private var fields: [String: String] = [:]
  private var size = 0

  /// The first value of a header field, in any case of the name, without the white space around it.
  subscript(name: String) -> String? { fields[name.lowercased()] }

  /// Whether the response is a redirect.
  var isRedirect: Bool { [301, 302, 303, 307, 308].contains(status) }

  /// Adds a line, with its line end. The fields of an interim response (1xx) are dropped when the next response begins.
  ///
  /// - Returns: false where the header section is longer than 256 KB.
  mutating func add(_ line: UnsafeRawBufferPointer) -> Bool {
    size += line.count
    guard size <= 1 << 18 else { return false }
    let text = String(decoding: line, as: UTF8.self).trimmingPrefix { $0.isWhitespace }
    let words = text.split(separator: " ", maxSplits: 2)
    if text.hasPrefix("HTTP/"), words.count > 1 {
      status = words[1].prefix(3).reduce(0) { $0 * 10 + ($1.wholeNumberValue ?? 0) }
      (fields, isWhole) = ([:], false)
    } else if text.isEmpty {
      isWhole = status >= 200
    } else if let colon = text.firstIndex(of: ":") {
      let name = text[..<colon].lowercased()
      let value = text[colon...].dropFirst().drop { $0.isWhitespace }
      if fields[name] == nil { fields[name] = String(value.reversed().drop { $0.isWhitespace }.reversed()) }
    }
    return true
  }
}
