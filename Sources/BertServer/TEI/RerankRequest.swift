import BertData

/// The body of `POST /rerank`, as in text-embeddings-inference.
struct RerankRequest: Decodable {
  let query: String
  let texts: [String]
  /// Whether scores are the logits.
  let isRaw: Bool
  /// Whether the response includes the texts.
  let returnsTexts: Bool
  let truncation: Truncation

  private enum Key: String, CodingKey {
    case query, texts, raw_scores, return_text
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    query = try container.decode(String.self, forKey: .query)
    texts = try container.decode([String].self, forKey: .texts)
    isRaw = try container.decodeIfPresent(Bool.self, forKey: .raw_scores) ?? false
    returnsTexts = try container.decodeIfPresent(Bool.self, forKey: .return_text) ?? false
    truncation = try Truncation(from: decoder)
  }

  func check(_ options: ServerOptions) throws(ServerError) {
    try TextInput.check(query, name: "query", index: nil, options)
    try TextInput.check(count: texts.count, options)
    for (index, text) in texts.enumerated() { try TextInput.check(text, index: index, options) }
  }

  /// The query paired with each text; the line of a row is the text's number, from 1.
  var rows: [Example] {
    texts.enumerated().map { Example(text: query, pair: $0.element, line: $0.offset + 1) }
  }
}
