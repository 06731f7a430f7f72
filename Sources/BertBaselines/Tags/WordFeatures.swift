/// The features of each word in a sentence for a tagger without an encoder: the usual handwritten features for named
/// entities (as in Ratinov and Roth 2009 and the examples of CRFsuite), each a string.
///
/// The word itself, its lower case form and its shape; its prefixes and suffixes of one to four letters in lower case;
/// lower case forms and shapes of two neighbours on either side; and the beginning and end of the sentence.
package enum WordFeatures {
  /// The longest prefix or suffix in letters.
  private static let longestAffix = 4
  /// The number of neighbours on either side.
  private static let reach = 2

  /// The features of each word, which are all different.
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

  /// The shape of a word: `X` for a capital, `x` for another letter, `d` for a digit, any other scalar as it is;
  /// repeated kinds are collapsed. `Oslo-2` is `Xx-d`.
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
