extension SpecialTokensTemplate.Piece {
  var isSpecial: Bool {
    if case .special = self { true } else { false }
  }

  var isFirst: Bool {
    if case .first = self { true } else { false }
  }

  /// The number of special tokens; 0 for a text.
  var specialCount: Int {
    if case .special(let ids, _, _, _) = self { ids.count } else { 0 }
  }

  var typeID: Int32 {
    switch self {
    case .special(_, _, let typeID, _), .first(let typeID, _), .second(let typeID, _): typeID
    }
  }

  /// The same piece with another type.
  func ofType(_ typeID: Int32) -> Self {
    switch self {
    case .special(let ids, let tokens, _, let isMarked):
      .special(ids: ids, tokens: tokens, typeID: typeID, isMarked: isMarked)
    case .first(_, let cutOffTypeID): .first(typeID: typeID, cutOffTypeID: cutOffTypeID)
    case .second(_, let cutOffTypeID): .second(typeID: typeID, cutOffTypeID: cutOffTypeID)
    }
  }

  /// The same piece with another type for overflowing windows.
  func cutOff(typeID cutOffTypeID: Int32) -> Self {
    switch self {
    case .special: self
    case .first(let typeID, _): .first(typeID: typeID, cutOffTypeID: cutOffTypeID)
    case .second(let typeID, _): .second(typeID: typeID, cutOffTypeID: cutOffTypeID)
    }
  }

  /// The same piece, counted as text by the mask of special tokens.
  var unmarked: Self {
    if case .special(let ids, let tokens, let typeID, _) = self {
      .special(ids: ids, tokens: tokens, typeID: typeID, isMarked: false)
    } else {
      self
    }
  }
}
