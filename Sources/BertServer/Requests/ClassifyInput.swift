import BertData

/// The rows of a classification: a text or a list of texts. For a model that was trained on pairs, a pair is
/// `{"text": …, "pair": …}`, or in a list also `["first", "second"]`.
struct ClassifyInput: Decodable {
  /// The rows; the line of each is its number in the request, from 1.
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
    // An array at the top is always a list of rows, also where it has two texts.
    guard var elements = try? decoder.unkeyedContainer() else {
      rows = [try Element(from: decoder).row]
      return
    }
    // Decoded one by one, so that an error has the index of the wrong element.
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
