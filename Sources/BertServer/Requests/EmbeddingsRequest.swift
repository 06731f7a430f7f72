/// The body of `POST /v1/embeddings`, as OpenAI's interface has it. `user` is accepted and not
/// used.
struct EmbeddingsRequest: Decodable {
  enum Form: String, Decodable {
    case float, base64
  }

  let input: EmbeddingsInput
  /// Read where there are several models.
  let model: String?
  let encoding_format: Form?
  /// So many of the first values.
  let dimensions: WholeNumber?

  func check(_ options: ServerOptions, dimensions available: Int) throws(ServerError) {
    try input.check(options)
    if let dimensions = dimensions?.value, !(1...available).contains(dimensions) {
      throw .badRequest("invalid_field", "dimensions is from 1 to \(available), not \(dimensions)")
    }
  }
}
