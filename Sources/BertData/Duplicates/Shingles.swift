import BertStorage

/// A text as the set of its runs of three words, hashed. The share of runs that two texts have in common says how
/// similar they are, regardless of case, punctuation and spacing (Broder, "On the resemblance and containment of
/// documents", 1997).
package struct Shingles: Sendable, Equatable {
  /// Ascending, each once.
  package let hashes: [UInt64]
  /// A hash of the words in their order, the same for texts that are the same word for word.
  package let digest: UInt64
  /// Whether the text has more than ``longestText`` words; the others do not count.
  package let isCut: Bool

  /// Words of a shingle.
  package static let length = 3
  /// The most words of a text that count.
  package static let longestText = 2000

  package init(_ text: String) {
    let (words, isCut) = Self.words(text)
    self.isCut = isCut
    digest = Self.hash(words[...])
    guard words.count >= Self.length else {
      hashes = words.isEmpty ? [] : [digest]
      return
    }
    hashes = Set((0...words.count - Self.length).map { Self.hash(words[$0..<$0 + Self.length]) }).sorted()
  }

  /// |A ∩ B| / |A ∪ B| (Jaccard); 0 for two texts without a word.
  package func similarity(to other: Shingles) -> Double {
    var shared = 0, left = 0, right = 0
    while left < hashes.count, right < other.hashes.count {
      if hashes[left] == other.hashes[right] {
        shared += 1
        left += 1
        right += 1
      } else if hashes[left] < other.hashes[right] {
        left += 1
      } else {
        right += 1
      }
    }
    let union = hashes.count + other.hashes.count - shared
    return union == 0 ? 0 : Double(shared) / Double(union)
  }

  /// The hashes (FNV-1a) of the first ``longestText`` words, and whether there are more. A word is a run of letters and
  /// digits in lower case, or a character of a script without spaces; in a text without words, each visible character.
  private static func words(_ text: String) -> (hashes: [UInt64], isCut: Bool) {
    var words: [UInt64] = []
    var word: UInt64?
    func end() {
      if let finished = word { words.append(finished) }
      word = nil
    }
    for scalar in text.unicodeScalars {
      // One word more than is kept shows that the text is cut.
      if words.count > longestText { break }
      if scalar.isASCII {
        // The same as the general case below, without its table lookups.
        switch scalar.value {
        case 0x61...0x7A, 0x30...0x39: word = add(scalar.value, to: word)
        case 0x41...0x5A: word = add(scalar.value | 0x20, to: word)
        default: end()
        }
      } else if isUnspaced(scalar) {
        end()
        words.append(add(scalar.value, to: nil))
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        for lower in scalar.properties.lowercaseMapping.unicodeScalars { word = add(lower.value, to: word) }
      } else if scalar.properties.generalCategory != .nonspacingMark {
        end()
      }
    }
    end()
    if words.isEmpty {
      words = text.unicodeScalars.lazy.filter { !$0.properties.isWhitespace }.prefix(longestText + 1).map {
        add($0.value, to: nil)
      }
    }
    return (Array(words.prefix(longestText)), words.count > longestText)
  }

  /// Thai, Lao, Khmer, Burmese, kana and Han are written without spaces between words.
  private static func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0E01...0x0EDF, 0x1000...0x109F, 0x1780...0x17D3, 0x3041...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF,
      0x20000...0x3FFFD:
      true
    default: false
    }
  }

  private static func add(_ scalar: UInt32, to hash: UInt64?) -> UInt64 {
    var sum = hash.map(FNV1a.init(continuing:)) ?? FNV1a()
    sum.add(scalar)
    return sum.value
  }

  private static func hash(_ words: ArraySlice<UInt64>) -> UInt64 {
    // Multiply and fold after each word, so that their order counts.
    words.reduce(0x9E37_79B9_7F4A_7C15) { sum, word in
      let mixed = (sum ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
      return mixed.high ^ mixed.low &+ 0xE703_7ED1_A0B4_28DB
    }
  }
}
