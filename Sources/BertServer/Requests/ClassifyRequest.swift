/// The body of `POST /v1/classify`.
struct ClassifyRequest: Decodable {
  let input: ClassifyInput
  /// Read where there are several models.
  let model: String?
  /// So many of the highest scores, the highest first; all in the order of the labels where it is not given.
  let top: WholeNumber?

  func check(_ options: ServerOptions) throws(ServerError) {
    try input.check(options)
    if let top = top?.value, top < 1 { throw .badRequest("invalid_field", "top is at least 1, not \(top)") }
  }
}
