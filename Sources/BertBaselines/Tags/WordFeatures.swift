/// What a tagger without an encoder sees at each word of a sentence: the features that people write by hand for names (as
/// Ratinov and Roth 2009 and the examples of CRFsuite have them), each a string.
///
/// The word as it stands, in lower case and as a shape; its first and last one to four letters in lower case; the same
/// word and shape of two neighbours on either side, and where the sentence begins and ends.
package enum WordFeatures {
  /// Letters of a prefix or a suffix at the most.
  private static let longestAffix = 4
  /// Words on either side that are seen.
  private static let reach = 2

  /// The features of each word, all different from one another.
  package static func features(of words: [String]) -> [[String]] {
    let lower = words.map { $0.lowercased() }, shapes = words.map(shape)
    return words.indices.map { place in
      var features = ["bias", "word=" + words[place]]
      let letters = Array(lower[place].unicodeScalars)
      for length in 1...longestAffix where length <= letters.count {
        features.append("prefix=" + text(letters.prefix(length)))
        features.append("suffix=" + text(letters.suffix(length)))
      }
      for offset in -reach...reach {
        let neighbour = place + offset
        if words.indices.contains(neighbour) {
          features.append("lower\(offset)=" + lower[neighbour])
          features.append("shape\(offset)=" + shapes[neighbour])
        } else {
          features.append("edge\(offset)")
        }
      }
      return features
    }
  }

  /// The kinds of a word's letters: `X` for a capital, `x` for another letter, `d` for a digit, anything else as it is; what
  /// stands several times in a row stands once. `Oslo-2` is `Xx-d`.
  static func shape(_ word: String) -> String {
    var shape = String.UnicodeScalarView()
    for scalar in word.unicodeScalars {
      let kind: Unicode.Scalar =
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .titlecaseLetter: "X"
        case .lowercaseLetter, .otherLetter, .modifierLetter: "x"
        case .decimalNumber: "d"
        default: scalar
        }
      if shape.last != kind { shape.append(kind) }
    }
    return String(shape)
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
