/// How tags mark where entities begin and end.
public enum TagScheme: String, Sendable, CaseIterable, Codable {
  /// Every entity begins with `B-` (IOB2).
  case bio = "BIO"
  /// `B-` is used only where an entity follows another of its label (Ramshaw and Marcus 1995).
  case iob1 = "IOB1"
  /// The last token has `E-`, the only one `S-` (IOBES).
  case bioes = "BIOES"
  /// The last token has `L-`, the only one `U-`.
  case bilou = "BILOU"

  /// The scheme of a file by its tags.
  ///
  /// Only BILOU has `L-` and `U-`, and only BIOES has `E-` and `S-`. A file without these is in IOB1 where more
  /// entities begin with `I-` than with `B-`; fewer that do so are mistakes in BIO.
  ///
  /// - Parameter sequences: the tags of each row.
  /// - Returns: nil where the file has letters of both BIOES and BILOU.
  public init?(_ sequences: some Sequence<[TokenTag]>) {
    var places: Set<TokenTag.Place> = []
    var begun = 0, implied = 0
    for tags in sequences {
      places.formUnion(tags.map(\.place))
      for entity in EntityDecoding.entities(tags) {
        switch tags[entity.range.lowerBound].place {
        case .begin: begun += 1
        case .inside: implied += 1
        default: break
        }
      }
    }
    let isBIOES = !places.isDisjoint(with: [.end, .single]), isBILOU = !places.isDisjoint(with: [.last, .unit])
    switch (isBIOES, isBILOU) {
    case (true, true): return nil
    case (true, false): self = .bioes
    case (false, true): self = .bilou
    case (false, false): self = implied > begun ? .iob1 : .bio
    }
  }
}
