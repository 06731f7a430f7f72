/// What a request wants done to a text that is too long for the model. It is cut on the side that the model's files name.
struct Truncation: Decodable {
  enum Direction: String {
    case left, right
  }

  /// Whether it may be cut; it is where nobody says.
  private let truncate: Bool
  /// The side whose tokens are left out.
  private let direction: Direction

  private enum Key: String, CodingKey {
    case truncate, truncation_direction
  }

  /// The text is cut on its usual side.
  init() {
    truncate = true
    direction = .right
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    truncate = try container.decodeIfPresent(Bool.self, forKey: .truncate) ?? true
    // Clients write it in lower case, the server that the interface comes from with a capital.
    let side = try container.decodeIfPresent(String.self, forKey: .truncation_direction)
    guard let direction = side.map({ Direction(rawValue: $0.lowercased()) }) ?? .right else {
      throw DecodingError.dataCorruptedError(
        forKey: .truncation_direction, in: container, debugDescription: "is neither left nor right")
    }
    self.direction = direction
  }

  /// Refuses what would not be answered as it is asked.
  ///
  /// - Parameter areCut: Of each text, whether it is too long.
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
