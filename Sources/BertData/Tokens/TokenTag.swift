/// A tag of a token: its place in an entity, and the entity's label.
public struct TokenTag: Sendable, Hashable {
  /// Where in an entity a token is, with the letter that tags have for it.
  public enum Place: Character, Sendable, CaseIterable {
    /// In no entity.
    case outside = "O"
    /// The first token; in IOB1 only of an entity that follows another of its label.
    case begin = "B"
    /// Any other token of an entity.
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

  /// Where in an entity the token is.
  public var place: Place
  /// The entity's label; `_` for a tag that is only a letter, as in seqeval.
  public var label: String

  /// The tag of a token in no entity.
  public static let outside = TokenTag(.outside)

  /// A tag of a place and a label.
  ///
  /// - Parameters:
  ///   - place: where in an entity the token is.
  ///   - label: the entity's label.
  public init(_ place: Place, _ label: String = "_") {
    self.place = place
    self.label = label
  }

  /// Reads a tag such as `O` or `B-PER`.
  ///
  /// - Parameter text: the tag.
  /// - Returns: nil where the text does not have this form.
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

  /// Reads the name of a model's class. A name without the form of a tag, such as `NOUN`, is the label of each token,
  /// and neighbours with the same name are one range, as in the pipeline of transformers.
  ///
  /// - Parameter className: the name.
  public init(className: String) {
    self = TokenTag(className) ?? TokenTag(.inside, className)
  }
}

extension TokenTag: CustomStringConvertible {
  /// The tag as it is written in a file.
  public var description: String {
    place == .outside || label == "_" ? String(place.rawValue) : "\(place.rawValue)-\(label)"
  }
}
