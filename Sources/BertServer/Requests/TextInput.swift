import BertStorage

/// The texts of a request: `"a text"` or `["a text", …]`.
struct TextInput: Decodable {
  let texts: [String]

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      texts = [text]
      return
    }
    do {
      texts = try container.decode([String].self)
    } catch {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "must be a text or a list of texts")
    }
  }

  /// Checks the texts against the limits.
  func check(_ options: ServerOptions) throws(ServerError) {
    try Self.check(count: texts.count, options)
    for (index, text) in texts.enumerated() { try Self.check(text, index: index, options) }
  }

  /// Checks a text.
  ///
  /// - Parameter index: Where it stands in the request.
  static func check(_ text: String, index: Int, _ options: ServerOptions) throws(ServerError) {
    let bytes = text.utf8.count
    guard bytes <= options.maxTextBytes else {
      throw .badRequest(
        "text_too_long",
        "text \(index) has \(Counted(bytes, "byte")), \(Counted(options.maxTextBytes, "is", "are")) allowed; cut it into parts"
      )
    }
    guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      throw .badRequest("empty_text", "text \(index) is empty")
    }
  }

  /// Checks how many texts there are.
  static func check(count: Int, _ options: ServerOptions) throws(ServerError) {
    guard count > 0 else { throw .badRequest("empty_input", "input is an empty list; send at least one text") }
    guard count <= options.maxTexts else {
      throw .badRequest(
        "too_many_texts",
        "input has \(Counted(count, "text")), \(Counted(options.maxTexts, "is", "are")) allowed; send several requests")
    }
  }
}
