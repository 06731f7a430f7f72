import BertData

/// The rows of a classification: a text or a list of texts, and for a model that was trained on pairs
/// `{"text": …, "pair": …}` or `["first", "second"]` in the place of a text of the list.
struct ClassifyInput: Decodable {
  let rows: [Example]

  /// One element: a text, or a pair in either form.
  private struct Element: Decodable {
    let row: Example

    private enum Key: String, CodingKey {
      case text, pair
    }

    init(from decoder: any Decoder) throws {
      if let container = try? decoder.container(keyedBy: Key.self) {
        row = Example(
          text: try container.decode(String.self, forKey: .text),
          pair: try container.decodeIfPresent(String.self, forKey: .pair), line: 0)
        return
      }
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        row = Example(text: text, line: 0)
        return
      }
      guard let texts = try? container.decode([String].self), texts.count == 2 else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "must be a text or a pair of texts")
      }
      row = Example(text: texts[0], pair: texts[1], line: 0)
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let elements = try? container.decode([Element].self) {
      rows = elements.map(\.row)
      return
    }
    do {
      // An array in the place of one text would be a list of two texts, which stands for itself.
      rows = [try container.decode(Element.self).row]
    } catch {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "must be a text, a pair, or a list of these")
    }
  }

  /// Checks the texts against the limits.
  func check(_ options: ServerOptions) throws(ServerError) {
    try TextInput.check(count: rows.count, options)
    for (index, row) in rows.enumerated() {
      try TextInput.check(row.text, index: index, options)
      if let pair = row.pair { try TextInput.check(pair, index: index, options) }
    }
  }
}
