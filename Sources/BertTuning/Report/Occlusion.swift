import BertData
import BertReport

/// What the words of a text add to a label, for any classifier: how far the label's score falls when one word is left
/// out (Zeiler and Fergus 2014; for text Li, Monroe and Jurafsky 2016).
struct Occlusion {
  let classifier: any Classifier

  /// The most words of a text that are left out in turn; later ones have no weight.
  static let mostWords = 200

  /// The text of a row in words, each with what it adds to the label's logit less the mean of all logits.
  ///
  /// - Throws: What the classifier throws.
  func pieces(of row: Example, label: Int) throws -> [ErrorsSection.Piece] {
    var pieces = WordPieces.pieces(of: row.text, [])
    let words = pieces.indices.filter { place in
      pieces[place].text.unicodeScalars.contains { !$0.properties.isWhitespace }
    }.prefix(Self.mostWords)
    let variants = words.map { word in
      String(pieces.indices.lazy.filter { $0 != word }.map { pieces[$0].text }.joined())
    }
    let whole = pieces.map(\.text).joined()
    let rows = ([whole] + variants).map { Example(text: $0, pair: row.pair, line: row.line) }
    let logits = try classifier.logits(rows, isCancelled: { false })
    let classes = classifier.labels.count
    let scores = rows.indices.map { place in
      let all = logits[place * classes..<(place + 1) * classes]
      return all[all.startIndex + label] - all.reduce(0, +) / Double(classes)
    }
    for (number, word) in words.enumerated() { pieces[word].weight = scores[0] - scores[number + 1] }
    if let pair = row.pair { pieces += [.init("\n"), .init(pair)] }
    return pieces
  }
}
