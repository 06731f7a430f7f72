/// Unicode's normalization forms, with the tables of Unicode 9.0, as in the reference.
enum UnicodeForm: Normalizer {
  case canonicalDecomposition, canonicalComposition, compatibilityDecomposition, compatibilityComposition

  private var isCompatibility: Bool { self == .compatibilityDecomposition || self == .compatibilityComposition }
  private var isComposition: Bool { self == .canonicalComposition || self == .compatibilityComposition }

  func leaves(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    // No scalar below U+0300 takes part in canonical composition by itself.
    text.isBelow(self == .canonicalComposition ? 0xCC : 0x80)
  }

  func normalize(_ text: inout AlignedText) {
    var changes = decomposition(of: text)
    if isComposition { changes = Self.composition(of: changes) }
    text.apply(changes)
  }

  /// Decomposes a text, and sorts each run of non-starters by their combining classes.
  private func decomposition(of text: AlignedText) -> [AlignedText.Change] {
    var pieces: [(scalar: UInt32, change: Int, order: UInt8)] = []
    pieces.reserveCapacity(text.units.count)
    for unit in text.units {
      var change = 0
      func append(_ scalar: UInt32) {
        pieces.append((scalar, change, ReferenceUnicode.combiningClass(scalar)))
        change = 1
      }
      if isCompatibility {
        ReferenceUnicode.decomposeCompatibly(unit.scalar, append)
      } else {
        ReferenceUnicode.decompose(unit.scalar, append)
      }
    }
    var index = 0
    while index < pieces.count {
      guard pieces[index].order != 0 else {
        index += 1
        continue
      }
      var end = index + 1
      while end < pieces.count, pieces[end].order != 0 { end += 1 }
      // `sort` is stable, as canonical ordering must be. In the reference a change moves along with its scalar, so
      // that reordered marks alter the alignments of others.
      if end - index > 1 { pieces[index..<end].sort { $0.order < $1.order } }
      index = end
    }
    return pieces.map { ($0.scalar, $0.change) }
  }

  /// Composes decomposed scalars: each starter absorbs the marks after it that are not blocked.
  private static func composition(of pieces: [AlignedText.Change]) -> [AlignedText.Change] {
    var result: [AlignedText.Change] = []
    result.reserveCapacity(pieces.count)
    var starter: AlignedText.Change?
    var waiting: [AlignedText.Change] = []
    var lastClass: UInt8?
    for piece in pieces {
      let order = ReferenceUnicode.combiningClass(piece.scalar)
      guard let current = starter else {
        if order != 0 { result.append(piece) } else { starter = piece }
        continue
      }
      if lastClass == nil || lastClass.map({ $0 < order }) == true,
        let composed = ReferenceUnicode.compose(current.scalar, piece.scalar)
      {
        starter = (composed, current.change + piece.change - 1)
      } else if order == 0 {
        result.append(current)
        result += waiting
        waiting.removeAll(keepingCapacity: true)
        starter = piece
        lastClass = nil
      } else {
        waiting.append(piece)
        lastClass = order
      }
    }
    if let starter { result.append(starter) }
    return result + waiting
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether all bytes are smaller than a limit.
  func isBelow(_ limit: UInt8) -> Bool { allSatisfy { $0 < limit } }
}
