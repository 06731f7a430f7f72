import Foundation

/// SentencePiece's normalization rules (`precompiled_charsmap`) as bytes: the size of a trie, the trie, then the
/// replacements of its keys, each ended by a zero byte.
enum NormalizationRules {
  /// The rules of a map from scalars, and rules that compose letters with accents.
  ///
  /// The map alone would leave decomposed text (`e` and U+0301) unchanged, while the rules that the model was trained
  /// with (`nmt_nfkc`) compose it. Keys of six bytes and more are left out, since the reference only looks up shorter
  /// grapheme clusters as a whole. Letters beyond U+FFFF are left out too, so that the result does not depend on the
  /// version of Unicode: up to U+FFFF none will be added that decomposes.
  ///
  /// - Returns: nil if there are too many rules for the format.
  static func bytes(_ replacements: [(scalar: Unicode.Scalar, text: String)]) -> Data? {
    var rules: [[UInt8]: [UInt8]] = [:]
    for (key, text) in replacements { rules[Array(String(key).utf8)] = Array(text.utf8) }
    for value in UInt32(0xC0)...0xFFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let letter = String(scalar)
      let parts = letter.decomposedStringWithCanonicalMapping
      guard parts.unicodeScalars.count > 1, parts.utf8.count < 6,
        parts.precomposedStringWithCanonicalMapping.unicodeScalars.elementsEqual(CollectionOfOne(scalar))
      else { continue }
      rules[Array(parts.utf8)] = rules[Array(letter.utf8)] ?? Array(letter.utf8)
    }
    var texts: [UInt8] = []
    var places: [[UInt8]: UInt32] = [:]
    var keys: [(bytes: [UInt8], value: UInt32)] = []
    for (key, text) in rules.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let place = places[text] ?? UInt32(truncatingIfNeeded: texts.count)
      if places.updateValue(place, forKey: text) == nil { texts += text + [0] }
      keys.append((key, place))
    }
    guard let units = DoubleArray.units(for: keys) else { return nil }
    var data = Data(capacity: 4 + units.count * 4 + texts.count)
    for number in [UInt32(units.count * 4)] + units {
      withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
    }
    data.append(contentsOf: texts)
    return data
  }
}
