/// The texts of a request: `"a text"` or `["a text", …]`.
struct TextInput: Decodable {
  let texts: [String]
  let isList: Bool

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      texts = [text]
      isList = false
      return
    }
    do {
      texts = try container.decode([String].self)
      isList = true
    } catch {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "must be a text or a list of texts")
    }
  }

  /// Checks the texts against the limits.
  func check(_ options: ServerOptions) throws(ServerError) {
    guard !texts.isEmpty else { throw .badRequest("empty_input", "input is an empty list; send one text at least") }
    guard texts.count <= options.maxTexts else {
      throw .badRequest(
        "too_many_texts", "input has \(texts.count) texts, \(options.maxTexts) are allowed; send several requests")
    }
    for (index, text) in texts.enumerated() {
      let bytes = text.utf8.count
      guard bytes <= options.maxTextBytes else {
        throw .badRequest(
          "text_too_long", "text \(index) has \(bytes) bytes, \(options.maxTextBytes) are allowed; cut it into parts")
      }
      guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
        throw .badRequest("empty_text", "text \(index) is empty")
      }
    }
  }
}
