import BertData

/// The rows of a classification: a text or a list of texts, and for a model that was trained on pairs
/// `{"text": …, "pair": …}` or `["first", "second"]` in the place of a text of the list.
struct ClassifyInput: Decodable {
  /// Each with its number, from 1, for its line.
  let rows: [Example]

  /// One element: a text, or a pair in either form.
  private struct Element: Decodable {
    let row: Example

    private enum Key: String, CodingKey {
      case text, pair
    }

    init(from decoder: any Decoder) throws {
      if let container = try? decoder.container(keyedBy: Key.self) {
        guard let text = try container.decodeIfPresent(String.self, forKey: .text) else {
          throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "has no text"))
        }
        row = Example(text: text, pair: try container.decodeIfPresent(String.self, forKey: .pair), line: 1)
        return
      }
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        row = Example(text: text, line: 1)
        return
      }
      guard let texts = try? container.decode([String].self), texts.count == 2 else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "must be a text or a pair of texts")
      }
      row = Example(text: texts[0], pair: texts[1], line: 1)
    }
  }

  init(from decoder: any Decoder) throws {
    // An array in the place of one text would be a list of two texts, which stands for itself.
    guard var elements = try? decoder.unkeyedContainer() else {
      rows = [try Element(from: decoder).row]
      return
    }
    // One by one, so that an error says which is none.
    var rows: [Example] = []
    while !elements.isAtEnd {
      var row = try elements.decode(Element.self).row
      row.line = rows.count + 1
      rows.append(row)
    }
    self.rows = rows
  }

  /// Checks the texts against the limits.
  func check(_ options: ServerOptions) throws(ServerError) { try Self.check(rows, options) }

  /// Checks the texts of rows against the limits.
  static func check(_ rows: [Example], _ options: ServerOptions) throws(ServerError) {
    try TextInput.check(count: rows.count, options)
    for (index, row) in rows.enumerated() {
      try TextInput.check(row.text, index: index, options)
      if let pair = row.pair { try TextInput.check(pair, index: index, options) }
    }
  }
}
