package import BertText

/// A row of texts that go together, each by its number among the distinct texts.
package struct PairRow: Sendable {
  /// What is asked; of a scored pair the first text.
  package var anchor: Int
  /// What belongs to it; of a scored pair the second text.
  package var positive: Int
  /// What does not belong to it.
  package var negatives: [Int]
  /// How alike the two are; nil where they belong together.
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

/// Distinct texts as the encoder reads them: as ids, and once more where what is asked has a prompt of its own.
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

  /// The number of a text, which is cut into tokens where that was not done for its use.
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

  /// A text as it is asked. It was added as such.
  func query(_ number: Int) -> Encoding { queries[number] ?? others[number] ?? Encoding(ids: [], typeIDs: []) }

  /// A text as it is found. It was added as such.
  func text(_ number: Int) -> Encoding { others[number] ?? queries[number] ?? Encoding(ids: [], typeIDs: []) }

  /// Tokens that a row takes in a batch.
  func tokens(of row: PairRow) -> Int {
    query(row.anchor).ids.count + ([row.positive] + row.negatives).reduce(0) { $0 + text($1).ids.count }
  }
}
