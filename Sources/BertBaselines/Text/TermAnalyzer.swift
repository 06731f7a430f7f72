/// Splits a text into terms as scikit-learn's `CountVectorizer` with `lowercase=True`.
///
/// Each scalar is lowercased by itself; Python's rule for a final sigma is not applied.
package struct TermAnalyzer: Sendable {
  /// The kind of a term.
  package enum Unit: String, Sendable, Codable {
    /// Runs of two or more word scalars, `(?u)\b\w\w+\b`; n-grams are joined by spaces.
    case words
    /// N-grams of scalars inside words that are padded with a space on either side, `analyzer="char_wb"`.
    case characters
  }

  package let unit: Unit
  /// The numbers of units in a term.
  package let lengths: ClosedRange<Int>

  package init(unit: Unit, lengths: ClosedRange<Int>) {
    self.unit = unit
    self.lengths = lengths
  }

  /// Calls `body` with each term of a text, repetitions included.
  package func forEachTerm(_ text: String, _ body: (ArraySlice<UInt8>) -> Void) {
    switch unit {
    case .words: forEachWordRun(text, body)
    case .characters: forEachCharacterRun(text, body)
    }
  }

  /// Calls `body` with each term of a row, whose two texts are joined by a space if it is a pair.
  package func forEachTerm(of row: (text: String, pair: String?), _ body: (ArraySlice<UInt8>) -> Void) {
    forEachTerm(row.pair.map { "\(row.text) \($0)" } ?? row.text, body)
  }

  private func forEachWordRun(_ text: String, _ body: (ArraySlice<UInt8>) -> Void) {
    // The words one after another, separated by spaces: a term is a slice of these bytes.
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count + 8)
    var words: [Range<Int>] = []
    var start = 0, scalars = 0
    func endWord() {
      if scalars >= 2 {
        words.append(start..<bytes.count)
        bytes.append(0x20)
      } else {
        bytes.removeSubrange(start...)
      }
      start = bytes.count
      scalars = 0
    }
    // Python lowercases the text before it looks for words, and a mapping may contain a scalar that is no word scalar.
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        if WordScalars.isASCIIWord(UInt8(truncatingIfNeeded: scalar.value)) {
          WordScalars.appendLowercased(scalar, to: &bytes)
          scalars += 1
        } else {
          endWord()
        }
      } else {
        for lowered in scalar.properties.lowercaseMapping.unicodeScalars {
          if WordScalars.isPythonWord(lowered) {
            bytes.append(contentsOf: String(lowered).utf8)
            scalars += 1
          } else {
            endWord()
          }
        }
      }
    }
    endWord()
    for length in lengths where length <= words.count {
      for first in 0...words.count - length {
        body(bytes[words[first].lowerBound..<words[first + length - 1].upperBound])
      }
    }
  }

  private func forEachCharacterRun(_ text: String, _ body: (ArraySlice<UInt8>) -> Void) {
    var bytes: [UInt8] = [0x20]
    var starts = [0, 1]
    func endWord() {
      defer {
        bytes.removeSubrange(1...)
        starts.removeSubrange(2...)
      }
      guard bytes.count > 1 else { return }
      bytes.append(0x20)
      starts.append(bytes.count)
      let scalars = starts.count - 1
      for length in lengths {
        guard length < scalars else {
          // A word that is too short counts once, not once for every length.
          body(bytes[...])
          break
        }
        for first in 0...scalars - length { body(bytes[starts[first]..<starts[first + length]]) }
      }
    }
    for scalar in text.unicodeScalars {
      for lowered in scalar.properties.lowercaseMapping.unicodeScalars {
        if WordScalars.isPythonSpace(lowered) {
          endWord()
        } else {
          bytes.append(contentsOf: String(lowered).utf8)
          starts.append(bytes.count)
        }
      }
    }
    endWord()
  }
}
