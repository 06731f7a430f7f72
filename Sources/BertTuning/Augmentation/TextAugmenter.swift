package import BertData

/// Makes changed versions of a text; a function of the text and the random generator alone.
package struct TextAugmenter: Sendable {
  let kind: TextAugmentation.Kind
  /// The neighbours of each word, by the word in lower case; nil without word vectors.
  let neighbours: [String: [String]]?

  package init(_ kind: TextAugmentation.Kind, neighbours: [String: [String]]?) {
    self.kind = kind
    self.neighbours = neighbours
  }

  private enum Operation { case replacement, insertion, swap, deletion }

  /// Versions of a text. The operations take turns, in a random order.
  ///
  /// - Returns: `[count]`
  package func versions(of text: String, count: Int, _ generator: inout SeededGenerator) -> [String] {
    guard kind == .eda else { return (0..<count).map { _ in mistyped(text, &generator) } }
    var operations: [Operation] = neighbours == nil ? [] : [.replacement, .insertion]
    operations += [.swap, .deletion]
    let order = generator.permutation(operations.count)
    return (0..<count).map { version(of: text, by: operations[order[$0 % order.count]], &generator) }
  }

  /// How many words of a text a version changes: a tenth, at least one.
  private func count(of words: Int) -> Int { max(1, Int(TextAugmentation.share * Double(words))) }

  private func version(of text: String, by operation: Operation, _ generator: inout SeededGenerator) -> String {
    var words = WordText(text)
    let plain = words.plain, count = count(of: plain.count)
    guard plain.count > 1 else { return text }
    let known = plain.filter { neighbours?[words.words[$0].core.lowercased()]?.isEmpty == false }
    switch operation {
    case .replacement where !known.isEmpty:
      for place in generator.permutation(known.count).prefix(count).map({ known[$0] }) {
        words.replace(place, with: neighbour(of: words.words[place].core, &generator))
      }
    case .insertion where !known.isEmpty:
      let cores = known.map { words.words[$0].core }
      for _ in 0..<count {
        let word = neighbour(of: cores[generator.next(below: cores.count)], &generator)
        words.insert(word, at: generator.next(below: words.words.count + 1))
      }
    case .swap, .replacement, .insertion:
      for _ in 0..<count {
        let first = generator.next(below: plain.count), second = generator.next(below: plain.count - 1)
        words.swap(plain[first], plain[second < first ? second : second + 1])
      }
    case .deletion:
      var removed = plain.filter { words.words[$0].isLoose && generator.nextUniform() < TextAugmentation.share }
      if removed.count == plain.count { removed.remove(at: generator.next(below: removed.count)) }
      words.remove(Set(removed))
    }
    return words.text
  }

  private func neighbour(of word: String, _ generator: inout SeededGenerator) -> String {
    let own = neighbours?[word.lowercased()] ?? []
    return own[generator.next(below: own.count)]
  }
}

// MARK: Typing errors

extension TextAugmenter {
  /// The keys beside each letter on the American keyboard.
  private static let keys: [Character: String] = {
    let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"].map(Array.init)
    var keys: [Character: String] = [:]
    for row in rows {
      for (place, key) in row.enumerated() {
        keys[key] = String([place - 1, place + 1].filter(row.indices.contains).map { row[$0] })
      }
    }
    return keys
  }()

  /// The text with a typing error in a tenth of its words, at least one; only words of three letters or more are
  /// changed.
  private func mistyped(_ text: String, _ generator: inout SeededGenerator) -> String {
    var words = WordText(text)
    let plain = words.plain, long = plain.filter { words.words[$0].core.count > 2 }
    for place in generator.permutation(long.count).prefix(count(of: plain.count)).map({ long[$0] }) {
      words.rewrite(place, as: Self.mistyped(Array(words.words[place].core), &generator))
    }
    return words.text
  }

  /// A word with a typing error after its first letter, or with its first letter in the other case.
  ///
  /// - Parameter letters: Three or more.
  private static func mistyped(_ letters: [Character], _ generator: inout SeededGenerator) -> String {
    var letters = letters
    let place = 1 + generator.next(below: letters.count - 2)
    switch generator.next(below: 5) {
    case 0: letters.swapAt(place, place + 1)
    case 1: letters.remove(at: place)
    case 2: letters.insert(letters[place], at: place)
    case 3:
      if let beside = keys[letters[place]].map(Array.init) {
        letters[place] = beside[generator.next(below: beside.count)]
      } else {
        letters.insert(letters[place], at: place)
      }
    default:
      let first = String(letters[0])
      letters.replaceSubrange(0..<1, with: first == first.lowercased() ? first.uppercased() : first.lowercased())
    }
    return String(letters)
  }
}
