import BertStorage

/// The input of `POST /v1/embeddings`: texts, or token ids as `[1, 2]` or `[[1, 2], [3]]`.
enum EmbeddingsInput: Decodable {
  case texts(TextInput)
  case tokenIDs([[Int]])

  init(from decoder: any Decoder) throws {
    if let texts = try? TextInput(from: decoder) {
      self = .texts(texts)
      return
    }
    let container = try decoder.singleValueContainer()
    if let ids = try? container.decode([Int].self) {
      self = .tokenIDs([ids])
      return
    }
    if let ids = try? container.decode([[Int]].self) {
      self = .tokenIDs(ids)
      return
    }
    // Neither form: decoding texts again throws the error with the index of the wrong element.
    self = .texts(try TextInput(from: decoder))
  }

  /// Checks the texts against the limits.
  func check(_ options: ServerOptions) throws(ServerError) {
    switch self {
    case .texts(let input): try input.check(options)
    case .tokenIDs(let lists):
      guard options.acceptsTokenIDs else { throw .tokenIDsRefused }
      try TextInput.check(count: lists.count, options)
      for (index, list) in lists.enumerated() {
        if list.isEmpty { throw .badRequest("empty_text", "text \(index) has no token ids", index: index) }
        // A text has at most as many tokens as bytes, so the limit of bytes is used for ids.
        guard list.count <= options.maxTextBytes else {
          throw .badRequest(
            "text_too_long",
            "text \(index) has \(Counted(list.count, "token id")), \(Counted(options.maxTextBytes, "is", "are")) allowed; cut it into parts",
            index: index)
        }
      }
    }
  }
}
