/// A whole number of a request, in any notation: `2`, `2.0` or `2e0`.
struct WholeNumber: Decodable {
  /// The largest whole number that all JSON implementations represent exactly (RFC 8259, section 6).
  static let greatest = (1 << 53) - 1

  let value: Int

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let value = Int(exactly: try container.decode(Double.self)), value.magnitude <= Self.greatest else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "must be a whole number")
    }
    self.value = value
  }
}
