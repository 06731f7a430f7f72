import CICU

/// A regular expression of a tokenizer's file, written for Oniguruma and matched by ICU.
///
/// Elements that the two libraries read differently are translated: `\s` is White_Space, `\w` letters, marks, decimal
/// digits and connectors, `\b` a boundary of such a word, `\h` a hexadecimal digit, and `^` and `$` match at every line
/// feed. Some patterns are refused: an interval followed by `+`, which only ICU reads as possessive, and `[[:alpha:]]`
/// and `\X`, which match other characters in ICU.
final class RegularExpression: @unchecked Sendable {
  /// Each search uses a clone of it, so that threads may share it.
  private let prototype: OpaquePointer
  /// The pattern as written in the file.
  let source: String

  /// - Returns: `nil` where the pattern is not valid or is refused.
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
  /// - Returns: whether the search reached the end of the text; `false` where it needed too many steps or too much
  ///   memory and was abandoned.
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

  /// The pattern for ICU, or `nil` where it is refused.
  private static func translate(_ pattern: [UInt8]) -> [UInt8]? {
    var result = Array("(?md)".utf8)
    /// How many sets (`[…]`) are open.
    var depth = 0
    var index = 0
    while index < pattern.count {
      let byte = pattern[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\\") where index < pattern.count:
        let escaped = pattern[index]
        index += 1
        if escaped == UInt8(ascii: "X") { return nil }
        if let meaning = meaning(of: escaped, isClass: depth > 0) {
          result += meaning.utf8
        } else if escaped == UInt8(ascii: "p") || escaped == UInt8(ascii: "P"),
          let close = pattern[index...].prefix(32).firstIndex(of: UInt8(ascii: "}")),
          pattern[index] == UInt8(ascii: "{"),
          let set = category(String(decoding: pattern[(index + 1)..<close], as: UTF8.self))
        {
          result += "[\(escaped == UInt8(ascii: "P") ? "^" : "")\(set)]".utf8
          index = close + 1
        } else {
          result += [byte, escaped]
        }
      case UInt8(ascii: "["):
        if depth > 0, pattern[index...].starts(with: ":".utf8), pattern[index...].firstRange(of: ":]".utf8) != nil {
          return nil
        }
        depth += 1
        result.append(byte)
      case UInt8(ascii: "]"):
        depth = max(0, depth - 1)
        result.append(byte)
      case UInt8(ascii: "}") where depth == 0 && index < pattern.count && pattern[index] == UInt8(ascii: "+"):
        // `\p{L}+` is not an interval.
        let open = pattern[..<index].lastIndex(of: UInt8(ascii: "{")) ?? 0
        if open + 1 < index, (0x30...0x39).contains(pattern[open + 1]) { return nil }
        result.append(byte)
      default: result.append(byte)
      }
    }
    return result
  }

  /// Oniguruma's word characters inside a set: those of UTS #18 without the joiners.
  private static let wordInClass = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\(RecentScalars.set(of: 1...9))"
  /// Outside of sets the fractions and superscripts of Latin-1 are word characters too.
  private static let word = wordInClass + "\\u00B2\\u00B3\\u00B9\\u00BC-\\u00BE"

  /// ICU's pattern for an escape that Oniguruma reads differently; `nil` for other escapes.
  private static func meaning(of escaped: UInt8, isClass: Bool) -> String? {
    let word = isClass ? wordInClass : word
    return switch escaped {
    case UInt8(ascii: "s"): "\\p{White_Space}"
    case UInt8(ascii: "S"): "\\P{White_Space}"
    case UInt8(ascii: "d"): category("Nd").map { "[\($0)]" }
    case UInt8(ascii: "D"): category("Nd").map { "[^\($0)]" }
    case UInt8(ascii: "w"): "[\(word)]"
    case UInt8(ascii: "W"): "[^\(word)]"
    case UInt8(ascii: "b") where !isClass: "(?:(?<=[\(word)])(?![\(word)])|(?<![\(word)])(?=[\(word)]))"
    case UInt8(ascii: "B") where !isClass: "(?:(?<=[\(word)])(?=[\(word)])|(?<![\(word)])(?![\(word)]))"
    case UInt8(ascii: "h"): "[0-9a-fA-F]"
    case UInt8(ascii: "H"): "[^0-9a-fA-F]"
    default: nil
    }
  }

  /// The set of a general category or of Han, with the scalars that ICU may not know yet; `nil` for other properties.
  private static func category(_ name: String) -> String? {
    let numbers: ClosedRange<Int>? =
      switch name {
      case "L", "Letter": 1...5
      case "Lu", "Uppercase_Letter": 1...1
      case "Ll", "Lowercase_Letter": 2...2
      case "Lt", "Titlecase_Letter": 3...3
      case "Lm", "Modifier_Letter": 4...4
      case "Lo", "Other_Letter": 5...5
      case "M", "Mark": 6...8
      case "Mn", "Nonspacing_Mark": 6...6
      case "Mc", "Spacing_Mark": 8...8
      case "N", "Number": 9...11
      case "Nd", "Decimal_Number": 9...9
      case "P", "Punctuation": 19...23
      case "Pd", "Dash_Punctuation": 19...19
      case "Po", "Other_Punctuation": 23...23
      case "S", "Symbol": 24...27
      case "Sm", "Math_Symbol": 24...24
      case "So", "Other_Symbol": 27...27
      default: nil
      }
    if name == "Han" { return "\\p{Han}\\x{2EBF0}-\\x{2EE5D}" }
    return numbers.map { "\\p{\(name)}\(RecentScalars.set(of: $0))" }
  }
}
