/// How a request wants texts handled that are too long for the model. They are truncated on the side that the model's
/// files name.
struct Truncation: Decodable {
  enum Direction: String {
    case left, right
  }

  /// Whether texts may be truncated; true where it is absent.
  private let truncate: Bool
  /// The side whose tokens are dropped.
  private let direction: Direction

  private enum Key: String, CodingKey {
    case truncate, truncation_direction
  }

  /// Texts may be truncated.
  init() {
    truncate = true
    direction = .right
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    truncate = try container.decodeIfPresent(Bool.self, forKey: .truncate) ?? true
    // Clients write it in lower case, text-embeddings-inference with a capital letter.
    let side = try container.decodeIfPresent(String.self, forKey: .truncation_direction)
    guard let direction = side.map({ Direction(rawValue: $0.lowercased()) }) ?? .right else {
      throw DecodingError.dataCorruptedError(
        forKey: .truncation_direction, in: container, debugDescription: "is neither left nor right")
    }
    self.direction = direction
  }

  /// Refuses a text that is too long where the request does not allow truncation on the right.
  ///
  /// - Parameter areCut: Whether each text is too long.
  /// - Throws: `text_too_long`, `invalid_field`.
  func check(_ areCut: [Bool]) throws(ServerError) {
    guard let index = areCut.firstIndex(of: true) else { return }
    guard truncate else {
      throw .badRequest(
        "text_too_long", "text \(index) has more tokens than the model reads, and truncate is false; cut it into parts",
        index: index)
    }
    guard direction == .right else {
      throw .badRequest(
        "invalid_field",
        "text \(index) has more tokens than the model reads, and truncation_direction left is not supported; cut it before",
        index: index)
    }
  }
}
