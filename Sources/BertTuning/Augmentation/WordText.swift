/// A text split into words, so that words can be changed while blanks and punctuation stay as they are.
///
/// A word is a run of characters between blanks, without the punctuation at its ends. It is plain, and may be changed,
/// where it has only letters, digits, and hyphens or apostrophes between them. Others, such as addresses, @names and
/// #tags, are left as they are.
package struct WordText {
  package struct Word {
    /// Opening punctuation.
    package var before = ""
    package var core: String
    /// Closing punctuation.
    package var after = ""
    /// The blanks after it.
    package var space = " "
    package var isPlain = true

    /// Whether it can be deleted: it is plain, and no bracket or quote is attached to it.
    var isLoose: Bool { isPlain && before.isEmpty && after.allSatisfy { ".,;:!?…".contains($0) } }
    /// Whether the next word begins a sentence.
    var endsSentence: Bool { after.contains { ".!?…".contains($0) } }
  }

  package private(set) var words: [Word] = []
  /// Blanks before the first word.
  private var lead = ""
  /// Whether every sentence begins with a capital. Then the capital belongs to the position: ``words`` has the first
  /// word in lower case, and ``text`` restores the capital.
  private var hasCapitals = false

  package init(_ text: String) {
    var rest = Substring(text)
    func take(while isTaken: (Character) -> Bool) -> String {
      let taken = rest.prefix(while: isTaken)
      rest = rest.dropFirst(taken.count)
      return String(taken)
    }
    lead = take(while: \.isWhitespace)
    while !rest.isEmpty {
      let chunk = take { !$0.isWhitespace }
      words.append(Word(chunk, space: take(while: \.isWhitespace)))
    }
    let starts = self.starts.filter { words[$0].core.first?.isLetter == true }
    hasCapitals = !starts.isEmpty && starts.allSatisfy { words[$0].core.first?.isUppercase == true }
    guard hasCapitals else { return }
    for place in starts where words[place].isPlain {
      words[place].core = words[place].core.withoutCapital
    }
  }

  /// The indices of the words that may be changed.
  package var plain: [Int] { words.indices.filter { words[$0].isPlain } }

  /// The indices of the words that begin a sentence.
  private var starts: [Int] { words.indices.filter { $0 == 0 || words[$0 - 1].endsSentence } }

  /// The text.
  package var text: String {
    let starts = hasCapitals ? Set(starts) : []
    return words.enumerated().reduce(into: lead) { text, word in
      let core = word.element.core
      text += word.element.before
      text += starts.contains(word.offset) && word.element.isPlain ? core.withCapital : core
      text += word.element.after + word.element.space
    }
  }

  /// Replaces a word by another, in the same case: all capitals, a first capital, or neither.
  package mutating func replace(_ place: Int, with word: String) {
    let old = words[place].core
    if old.count > 1, old.contains(where: \.isLetter), old == old.uppercased() {
      words[place].core = word.uppercased()
    } else {
      words[place].core = old.first?.isUppercase == true ? word.withCapital : word
    }
  }

  /// Changes a word's letters.
  mutating func rewrite(_ place: Int, as core: String) { words[place].core = core }

  /// Inserts a word before the one at an index, or at the end.
  package mutating func insert(_ word: String, at place: Int) {
    if place == words.count, let last = words.indices.last {
      // The new word takes over the punctuation that ends the text, and the blanks after it.
      var new = Word(core: word, after: words[last].after, space: words[last].space)
      if words[last].isLoose { words[last].after = "" } else { new.after = "" }
      words[last].space = " "
      words.append(new)
    } else {
      words.insert(Word(core: word), at: place)
    }
  }

  /// Two words change places; punctuation stays.
  package mutating func swap(_ first: Int, _ second: Int) {
    let core = words[first].core
    words[first].core = words[second].core
    words[second].core = core
  }

  /// Deletes words that have no brackets or quotes attached; their punctuation goes to the word before.
  package mutating func remove(_ places: Set<Int>) {
    var kept: [Word] = []
    for (place, word) in words.enumerated() {
      guard places.contains(place) else {
        kept.append(word)
        continue
      }
      guard let last = kept.indices.last else { continue }
      if kept[last].after.isEmpty { kept[last].after = word.after }
      kept[last].space = word.space
    }
    words = kept
  }
}

extension WordText.Word {
  fileprivate init(_ chunk: String, space: String) {
    func isOfWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }
    before = String(chunk.prefix { !isOfWord($0) })
    let rest = chunk.dropFirst(before.count)
    core = String(rest.reversed().drop { !isOfWord($0) }.reversed())
    after = String(rest.dropFirst(core.count))
    self.space = space
    isPlain =
      !core.isEmpty && !before.contains { "@#".contains($0) }
      && core.allSatisfy { isOfWord($0) || "'’-".contains($0) }
  }
}

extension String {
  fileprivate var withCapital: String { prefix(1).uppercased() + dropFirst() }

  /// The word as it is written inside a sentence: with a small first letter, except the English I and words with
  /// further capitals.
  fileprivate var withoutCapital: String {
    let rest = dropFirst()
    guard self != "I", rest.first.map({ !"'’".contains($0) }) ?? true, rest == rest.lowercased() else { return self }
    return prefix(1).lowercased() + rest
  }
}
