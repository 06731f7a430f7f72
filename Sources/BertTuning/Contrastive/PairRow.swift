package import BertText

/// A row of a pair data set, each text by its number in a ``PairTexts``.
package struct PairRow: Sendable {
  /// The query; the first text of a scored pair.
  package var anchor: Int
  /// The text that belongs to the query; the second text of a scored pair.
  package var positive: Int
  /// Texts that do not belong to the query.
  package var negatives: [Int]
  /// The similarity of the two texts of a scored pair, −1 ... 1; nil for other rows.
  package var score: Double?

  package init(anchor: Int, positive: Int, negatives: [Int] = [], score: Double? = nil) {
    self.anchor = anchor
    self.positive = positive
    self.negatives = negatives
    self.score = score
  }

  /// All texts of the row.
  var texts: [Int] { [anchor, positive] + negatives }
}

/// Distinct texts as token ids. A text may be encoded twice: as a query, with the prompt of queries, and as another
/// text.
package struct PairTexts: Sendable {
  private var numbers: [String: Int] = [:]
  private var queries: [Encoding?] = []
  private var others: [Encoding?] = []

  package init() {}

  /// The texts in the order of their numbers.
  var names: [String] {
    var names = [String](repeating: "", count: numbers.count)
    for (text, number) in numbers { names[number] = text }
    return names
  }

  /// The number of a text. It is encoded on its first use as a query, and on its first use as another text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - isQuery: Whether it is encoded as a query.
  ///   - encode: Encodes it.
  /// - Throws: What `encode` throws.
  package mutating func number<Failure: Error>(
    of text: String, isQuery: Bool, encode: () throws(Failure) -> Encoding
  ) throws(Failure) -> Int {
    let number: Int
    if let known = numbers[text] {
      number = known
    } else {
      number = others.count
      numbers[text] = number
      queries.append(nil)
      others.append(nil)
    }
    if isQuery, queries[number] == nil { queries[number] = try encode() }
    if !isQuery, others[number] == nil { others[number] = try encode() }
    return number
  }

  /// A text as a query. It was added as such.
  func query(_ number: Int) -> Encoding { queries[number] ?? others[number] ?? Encoding(ids: [], typeIDs: []) }

  /// A text as a positive or negative. It was added as such.
  func text(_ number: Int) -> Encoding { others[number] ?? queries[number] ?? Encoding(ids: [], typeIDs: []) }

  /// Tokens that a row takes in a batch.
  func tokens(of row: PairRow) -> Int {
    query(row.anchor).ids.count + ([row.positive] + row.negatives).reduce(0) { $0 + text($1).ids.count }
  }
}
