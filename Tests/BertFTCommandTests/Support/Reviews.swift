/// Short reviews that even a tiny model learns: each label has words of its own.
enum Reviews {
  private static let wordsOf: [(label: String, words: [String])] = [
    ("pos", ["good", "great", "lovely", "superb", "love"]),
    ("neg", ["bad", "awful", "broken", "poor", "hate"]),
    ("neu", ["box", "cable", "blue", "page", "size"]),
  ]
  private static let fillers = ["the", "it", "is", "this", "and", "screen", "battery", "book", "was", "very"]

  static var words: [String] { fillers + wordsOf.flatMap(\.words) }

  /// A CSV file of so many rows, the labels in turn.
  static func csv(rows: Int, labels: [String] = ["pos", "neg", "neu"]) -> String {
    var random = Noise()
    func pick(_ words: [String]) -> String { words[Int((random.next() + 1) / 2 * Float(words.count)) % words.count] }
    var text = "text,label\n"
    for row in 0..<rows {
      let label = labels[row % labels.count]
      let own = wordsOf.first { $0.label == label }?.words ?? fillers
      text +=
        "\(pick(fillers)) \(pick(own)) \(pick(fillers)) \(pick(own)) \(row % 2 == 0 ? pick(fillers) : "!"),\(label)\n"
    }
    return text
  }
}
