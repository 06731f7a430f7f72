import ArgumentParser

/// The ASCII character that separates the columns of a table.
struct ColumnDelimiter: ExpressibleByArgument {
  let byte: UInt8

  /// The character itself, or `tab`, `comma`, `semicolon`, `space`; nil for anything else.
  init?(argument: String) {
    switch argument {
    case "tab", "\\t": byte = UInt8(ascii: "\t")
    case "comma": byte = UInt8(ascii: ",")
    case "semicolon": byte = UInt8(ascii: ";")
    case "space": byte = UInt8(ascii: " ")
    default:
      guard argument.utf8.count == 1, let only = argument.utf8.first, only < 0x80, only >= 0x20 || only == 0x09,
        only != UInt8(ascii: "\""), only != 0x7F
      else { return nil }
      byte = only
    }
  }
}
