import BertData

/// The rows of `POST /predict`: `"text"`, the pair `["first", "second"]`, or a list of `["text"]` and pairs.
struct PredictInput: Decodable {
  /// The rows; the line of each is its number in the request, from 1.
  let rows: [Example]
  /// Whether the rows came as a list; then the response is a list too.
  let isList: Bool

  /// `["text"]` or `["first", "second"]`.
  private struct Element: Decodable {
    let row: Example

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let texts = try container.decode([String].self)
      guard (1...2).contains(texts.count) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "must be one text or two")
      }
      row = Example(text: texts[0], pair: texts.count == 2 ? texts[1] : nil, line: 1)
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      rows = [Example(text: text, line: 1)]
      isList = false
      return
    }
    if let element = try? Element(from: decoder) {
      rows = [element.row]
      isList = false
      return
    }
    var elements = try decoder.unkeyedContainer()
    var rows: [Example] = []
    while !elements.isAtEnd {
      var row = try elements.decode(Element.self).row
      row.line = rows.count + 1
      rows.append(row)
    }
    self.rows = rows
    isList = true
  }
}
