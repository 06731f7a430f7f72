/// The scalars that words consist of, by the rules of the reference implementations.
enum WordScalars {
  /// Whether Python's `\w` matches a scalar: letters, scalars with a numeric value, and the underscore; no combining
  /// marks.
  static func isPythonWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return isASCIIWord(UInt8(truncatingIfNeeded: scalar.value)) }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
    default: return scalar.properties.numericType != nil
    }
  }

  static func isASCIIWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
    default: false
    }
  }

  /// Whether Python's `str.split()` splits at a scalar.
  static func isPythonSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x1C...0x20: true
    case ..<0x80: false
    default: scalar.properties.isWhitespace
    }
  }

  /// Appends the lower case form of a scalar.
  static func appendLowercased(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    if scalar.isASCII {
      let byte = UInt8(truncatingIfNeeded: scalar.value)
      bytes.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
    } else {
      bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
    }
  }
}
