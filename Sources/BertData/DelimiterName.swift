/// How messages name what separates columns.
enum DelimiterName {
  static func of(_ byte: UInt8) -> String {
    switch byte {
    case Byte.tab: "tabs"
    case Byte.comma: "commas"
    case Byte.semicolon: "semicolons"
    case Byte.bar: "vertical bars"
    default: "'" + String(decoding: [byte], as: UTF8.self) + "'"
    }
  }
}
