/// The body of `POST /v1/classify`.
struct ClassifyRequest: Decodable {
  let input: ClassifyInput
  /// The model's name; used where there are several models.
  let model: String?
  /// How many of the highest scores are given, the highest first; nil for all in the order of the labels.
  let top: WholeNumber?

  func check(_ options: ServerOptions) throws(ServerError) {
    try input.check(options)
    if let top = top?.value, top < 1 { throw .badRequest("invalid_field", "top is at least 1, not \(top)") }
  }
}
