import CICU

/// A regular expression of a tokenizer's file, written for Oniguruma and matched by ICU.
///
/// Where the two read a pattern differently it is translated: `\s` is White_Space, `\w` letters, marks, decimal digits and
/// connectors, `\h` a hexadecimal digit, `^` and `$` stand at every line feed. An interval followed by `+`, which only
/// ICU takes for a possessive one, is refused.
final class RegularExpression: @unchecked Sendable {
  /// Never searched with, only cloned, so that threads may share it.
  private let prototype: OpaquePointer
  /// As the file has it.
  let source: String

  /// - Returns: `nil` where the pattern is none.
  init?(_ pattern: [UInt8]) {
    guard let translated = Self.translate(pattern) else { return nil }
    var position: Int32 = 0
    let opened = translated.withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { cicu_regex_open($0.baseAddress, Int64($0.count), &position) }
    }
    guard let opened else { return nil }
    prototype = opened
    source = String(decoding: pattern, as: UTF8.self)
  }

  deinit { cicu_regex_close(prototype) }

  /// Calls `body` with the bytes of each match, in order.
  ///
  /// - Returns: whether the search came to the text's end: it is given up where it takes too many steps, or too much
  ///   memory.
  func forEachMatch(in text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) -> Bool {
    guard !text.isEmpty else { return true }
    guard let search = cicu_regex_clone(prototype) else { return false }
    defer { cicu_regex_close(search) }
    return text.withMemoryRebound(to: CChar.self) { text in
      guard cicu_regex_begin(search, text.baseAddress, Int64(text.count)) != 0 else { return false }
      var start: Int64 = 0
      var end: Int64 = 0
      while true {
        let found = cicu_regex_next(search, &start, &end)
        guard found > 0 else { return found == 0 }
        guard start >= 0, end >= start, end <= text.count else { return false }
        body(Int(start)..<Int(end))
      }
    }
  }

  private static func translate(_ pattern: [UInt8]) -> [UInt8]? {
    var result = Array("(?md)".utf8)
    var isClass = 0
    var index = 0
    while index < pattern.count {
      let byte = pattern[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\\") where index < pattern.count:
        let escaped = pattern[index]
        index += 1
        if let meaning = meaning(of: escaped) {
          result += meaning.utf8
        } else if escaped == UInt8(ascii: "p") || escaped == UInt8(ascii: "P"),
          let close = pattern[index...].prefix(8).firstIndex(of: UInt8(ascii: "}")),
          pattern[index] == UInt8(ascii: "{"),
          let set = category(String(decoding: pattern[(index + 1)..<close], as: UTF8.self))
        {
          result += "[\(escaped == UInt8(ascii: "P") ? "^" : "")\(set)]".utf8
          index = close + 1
        } else {
          result += [byte, escaped]
        }
      case UInt8(ascii: "["):
        isClass += 1
        result.append(byte)
      case UInt8(ascii: "]"):
        isClass = max(0, isClass - 1)
        result.append(byte)
      case UInt8(ascii: "}") where isClass == 0 && index < pattern.count && pattern[index] == UInt8(ascii: "+"):
        // `\p{L}+` is no interval.
        let open = pattern[..<index].lastIndex(of: UInt8(ascii: "{")) ?? 0
        if open + 1 < index, (0x30...0x39).contains(pattern[open + 1]) { return nil }
        result.append(byte)
      default: result.append(byte)
      }
    }
    return result
  }

  /// Oniguruma's word characters: those of UTS #18 without the joiners, and the fractions and powers of Latin-1.
  private static let word =
    "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u00B2\\u00B3\\u00B9\\u00BC-\\u00BE\(YoungScalars.set(of: 1...9))"

  private static func meaning(of escaped: UInt8) -> String? {
    switch escaped {
    case UInt8(ascii: "s"): "\\p{White_Space}"
    case UInt8(ascii: "S"): "\\P{White_Space}"
    case UInt8(ascii: "d"): category("Nd").map { "[\($0)]" }
    case UInt8(ascii: "D"): category("Nd").map { "[^\($0)]" }
    case UInt8(ascii: "w"): "[\(word)]"
    case UInt8(ascii: "W"): "[^\(word)]"
    case UInt8(ascii: "h"): "[0-9a-fA-F]"
    case UInt8(ascii: "H"): "[^0-9a-fA-F]"
    default: nil
    }
  }

  /// The set of a general category, young scalars included; `nil` for other properties.
  private static func category(_ name: String) -> String? {
    let numbers: ClosedRange<Int>? =
      switch name {
      case "L": 1...5
      case "Lu": 1...1
      case "Ll": 2...2
      case "Lt": 3...3
      case "Lm": 4...4
      case "Lo": 5...5
      case "M": 6...8
      case "Mn": 6...6
      case "Mc": 8...8
      case "N": 9...11
      case "Nd": 9...9
      default: nil
      }
    return numbers.map { "\\p{\(name)}\(YoungScalars.set(of: $0))" }
  }
}
