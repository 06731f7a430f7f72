import BertData

/// Sentences of filler with one telling word; easy to learn.
enum ToyReviews {
  static let telling = [["awful", "poor", "sad", "broken"], ["table", "chair", "train", "paper"], ["fine", "great"]]
  static let filler = ["the", "a", "it", "was", "is", "very", "this", "and", "that", "thing"]
  static let labels = ["neg", "neu", "pos"]

  static func rows(_ count: Int, seed: UInt64 = 3, words: Int = 5) -> [Example] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { index in
      let telling = telling[index % 3]
      var sentence = (0..<words).map { _ in filler[generator.next(below: filler.count)] }
      sentence.insert(telling[generator.next(below: telling.count)], at: generator.next(below: words + 1))
      return Example(text: sentence.joined(separator: " "), label: index % 3, line: index + 2)
    }
  }
}
