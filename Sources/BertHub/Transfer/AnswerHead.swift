/// The head of an answer (RFC 9112), read line by line.
struct AnswerHead {
  /// The status; 0 before the first line.
  private(set) var status = 0
  /// Whether the head is whole.
  private(set) var isWhole = false
  private var fields: [String: String] = [:]
  private var size = 0

  /// The first value of a field, without the white space around it.
  subscript(name: String) -> String? { fields[name.lowercased()] }

  /// Whether the answer only says where to look.
  var isRedirect: Bool { [301, 302, 303, 307, 308].contains(status) }

  /// Adds a line, its line end included. An interim answer (1xx) is forgotten when the next begins.
  ///
  /// - Returns: false where the head is longer than any that makes sense.
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
