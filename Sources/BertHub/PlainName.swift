/// Checks of texts from outside that become components of paths.
enum PlainName {
  /// Whether a name is one that the Hub allows.
  static func isHubName(_ name: some StringProtocol) -> Bool {
    let bytes = Array(name.utf8)
    guard (1...96).contains(bytes.count), bytes[0] != UInt8(ascii: "."), bytes[0] != UInt8(ascii: "-") else {
      return false
    }
    guard bytes.allSatisfy({ isAlphanumeric($0) || "-_.".utf8.contains($0) }) else { return false }
    return !zip(bytes, bytes.dropFirst()).contains { $0 == $1 && ($0 == 0x2D || $0 == 0x2E) }
  }

  /// Whether a name is that of a shard of weights: a plain file name that ends in `.safetensors` or `.bin`.
  static func isShard(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    return bytes.count <= 200 && bytes.first != UInt8(ascii: ".")
      && [".safetensors", ".bin"].contains { name.utf8.reversed().starts(with: $0.utf8.reversed()) }
      && bytes.allSatisfy { isAlphanumeric($0) || "-_.".utf8.contains($0) }
  }

  /// Whether a text is a full git commit hash.
  static func isCommit(_ text: String) -> Bool { text.utf8.count == 40 && isHexadecimal(text) }

  /// Whether a text is a SHA-256 in lower-case hexadecimal digits.
  static func isSHA256(_ text: String) -> Bool { text.utf8.count == 64 && isHexadecimal(text) }

  private static func isHexadecimal(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }
}
