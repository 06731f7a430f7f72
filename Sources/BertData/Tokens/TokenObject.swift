import BertStorage

/// The content of a row that is a JSON object: `tokens` with `tags`, or `text` with `spans`.
///
/// Other names are read too: `words` for `tokens`, `ner_tags` and `labels` for `tags`, and `entities`, which
/// `bertft predict` writes, for `spans`.
struct TokenObject {
  let content: TokenRow.Content

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ options: TokenReadingOptions) throws(TokenRowFault) {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .invalidUTF8 }
    let value: JSONValue
    do {
      value = try JSONValue(parsing: Array(bytes))
    } catch {
      throw .malformedJSON
    }
    guard value.members != nil else { throw .malformedJSON }
    func first(_ names: [String]) -> (name: String, value: JSONValue)? {
      for name in names {
        if let found = value[name] { return (name, found) }
      }
      return nil
    }
    if let (name, list) = first(["tokens", "words"]) {
      content = try Self.words(
        list, name, tags: options.needsTags ? first(["tags", "ner_tags", "labels"]) ?? ("tags", .null) : nil, options)
    } else if let text = value["text"] {
      guard let text = text.string else { throw .member("text", expected: "a string") }
      if text.unicodeScalars.allSatisfy(\.properties.isWhitespace) { throw .empty }
      content = .text(
        text,
        entities: try options.needsTags
          ? Self.entities(first(["spans", "entities"]) ?? ("spans", .null), scalars: text.unicodeScalars.count) : nil)
    } else {
      throw .contentMissing
    }
  }

  private static func words(
    _ list: JSONValue, _ name: String, tags: (name: String, value: JSONValue)?, _ options: TokenReadingOptions
  ) throws(TokenRowFault) -> TokenRow.Content {
    guard let words = list.elements?.map(\.string), !words.contains(nil) else {
      throw .member(name, expected: "a list of strings")
    }
    let tokens = words.compactMap { $0 }
    if tokens.isEmpty { throw .empty }
    if let place = tokens.firstIndex(where: { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) }) {
      throw .emptyToken(place)
    }
    guard let tags else { return .words(tokens, tags: nil) }
    guard let elements = tags.value.elements else {
      throw .member(tags.name, expected: "a list of a tag for each token")
    }
    guard elements.count == tokens.count else { throw .tagCount(elements.count, tokens: tokens.count) }
    var read: [TokenTag] = []
    for element in elements {
      if let text = element.string {
        guard let tag = TokenTag(text) else { throw .tagForm(text) }
        read.append(tag)
      } else if let number = element.integer {
        read.append(try SentenceLines.tag(number, options))
      } else {
        throw .member(tags.name, expected: "a list of strings")
      }
    }
    return .words(tokens, tags: read)
  }

  private static func entities(
    _ list: (name: String, value: JSONValue), scalars: Int
  ) throws(TokenRowFault) -> [LabelledRange] {
    guard let elements = list.value.elements else {
      throw .member(list.name, expected: "a list of {\"start\", \"end\", \"label\"}")
    }
    var entities: [LabelledRange] = []
    for element in elements {
      guard let start = element["start"]?.integer, let end = element["end"]?.integer,
        let label = element["label"]?.string, !label.isEmpty
      else { throw .member(list.name, expected: "a list of {\"start\", \"end\", \"label\"}") }
      guard start >= 0, start < end, end <= scalars else {
        throw .spanOutside(start: start, end: end, scalars: scalars)
      }
      entities.append(LabelledRange(label, start..<end))
    }
    entities.sort()
    for (first, second) in zip(entities, entities.dropFirst()) where first.range.overlaps(second.range) {
      throw .spansOverlap(first: first, second: second)
    }
    return entities
  }
}
