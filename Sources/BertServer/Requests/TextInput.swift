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
    // Decoded one by one, so that an error has the index of the wrong element.
    var elements = try decoder.unkeyedContainer()
    var texts: [String] = []
    while !elements.isAtEnd { texts.append(try elements.decode(String.self)) }
    self.texts = texts
  }

  /// Checks the texts against the limits.
  func check(_ options: ServerOptions) throws(ServerError) {
    try Self.check(count: texts.count, options)
    for (index, text) in texts.enumerated() { try Self.check(text, index: index, options) }
  }

  /// Checks a text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - name: The text's name in messages.
  ///   - index: The text's index in the request; nil for a text outside lists.
  ///   - options: The limits.
  /// - Throws: `text_too_long`, `empty_text`.
  static func check(
    _ text: String, name: String = "text", index: Int?, _ options: ServerOptions
  ) throws(ServerError) {
    let bytes = text.utf8.count
    let subject = index.map { "\(name) \($0)" } ?? name
    guard bytes <= options.maxTextBytes else {
      throw .badRequest(
        "text_too_long",
        "\(subject) has \(Counted(bytes, "byte")), \(Counted(options.maxTextBytes, "is", "are")) allowed; cut it into parts",
        index: index)
    }
    guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      throw .badRequest("empty_text", "\(subject) is empty", index: index)
    }
  }

  /// Checks the number of texts.
  ///
  /// - Throws: `empty_input`, `too_many_texts`.
  static func check(count: Int, _ options: ServerOptions) throws(ServerError) {
    guard count > 0 else { throw .badRequest("empty_input", "there is an empty list of texts; send at least one text") }
    guard count <= options.maxTexts else {
      throw .badRequest(
        "too_many_texts",
        "there are \(Counted(count, "text")), \(Counted(options.maxTexts, "is", "are")) allowed; send several requests")
    }
  }
}
