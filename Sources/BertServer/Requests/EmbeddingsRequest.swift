/// The body of `POST /v1/embeddings`, as in OpenAI's API. `user` is accepted and ignored.
struct EmbeddingsRequest: Decodable {
  enum Form: String, Decodable {
    case float, base64
  }

  let input: EmbeddingsInput
  /// The model's name; used where there are several models.
  let model: String?
  let encoding_format: Form?
  /// How many of the first values are returned; nil for all.
  let dimensions: WholeNumber?

  func check(_ options: ServerOptions, dimensions available: Int) throws(ServerError) {
    try input.check(options)
    if let dimensions = dimensions?.value, !(1...available).contains(dimensions) {
      throw .badRequest("invalid_field", "dimensions is from 1 to \(available), not \(dimensions)")
    }
  }
}
