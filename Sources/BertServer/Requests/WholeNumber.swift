/// A number of a request that must be whole, however it is written.
struct WholeNumber: Decodable {
  /// Beyond it whole numbers of JSON are not told apart by all programs (RFC 8259, section 6).
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
