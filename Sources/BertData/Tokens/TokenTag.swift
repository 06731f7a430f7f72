/// A tag of a token: its place in an entity, and the entity's label.
public struct TokenTag: Sendable, Hashable {
  /// Where in an entity a token stands, by the letter that tags have for it.
  public enum Place: Character, Sendable, CaseIterable {
    /// In no entity.
    case outside = "O"
    /// The first token; in IOB1 only of an entity that follows another of its label.
    case begin = "B"
    /// A token of an entity that is none of the others.
    case inside = "I"
    /// The last of several tokens, in BIOES.
    case end = "E"
    /// The only token, in BIOES.
    case single = "S"
    /// The last of several tokens, in BILOU.
    case last = "L"
    /// The only token, in BILOU.
    case unit = "U"
  }

  /// Where in an entity the token stands.
  public var place: Place
  /// The entity's label; `_` for a tag of a letter alone, as seqeval has it.
  public var label: String

  /// The tag of a token in no entity.
  public static let outside = TokenTag(.outside)

  /// Puts the parts together.
  public init(_ place: Place, _ label: String = "_") {
    self.place = place
    self.label = label
  }

  /// Reads `O`, `B-PER` and their like.
  ///
  /// - Returns: nil for what has not this form.
  public init?(_ text: String) {
    guard let letter = text.first, let place = Place(rawValue: letter) else { return nil }
    let rest = text.dropFirst()
    if rest.isEmpty {
      self.init(place)
    } else {
      guard rest.first == "-", rest.count > 1, place != .outside else { return nil }
      self.init(place, String(rest.dropFirst()))
    }
  }

  /// Reads the name of a model's class: one that has not the form of a tag, such as `NOUN`, labels each token by itself, and
  /// neighbours of one name are one range, as transformers' pipeline has it.
  public init(className: String) {
    self = TokenTag(className) ?? TokenTag(.inside, className)
  }
}

extension TokenTag: CustomStringConvertible {
  /// As it stands in a file.
  public var description: String {
    place == .outside || label == "_" ? String(place.rawValue) : "\(place.rawValue)-\(label)"
  }
}
