/// A text under normalization: its scalars, and for each the scalar of the original that it stands for.
///
/// This is the slow and literal path. It serves what cannot be done one scalar at a time: runs of marks that change
/// their order, and added tokens that are matched against normalized text. `CharacterMap` serves the rest.
struct AlignedText {
  /// One scalar and the original's scalar range that it is aligned to.
  struct Unit {
    var scalar: UInt32
    var start: Int
    var end: Int
  }

  private(set) var units: [Unit]

  /// - Parameters:
  ///   - bytes: well-formed UTF-8.
  ///   - offset: the offset of its first scalar in the original text.
  init(_ bytes: UnsafeBufferPointer<UInt8>, offset: Int) {
    units = []
    units.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let (scalar, length) = UTF8Scan.scalar(bytes, at: index)
      let position = offset + units.count
      units.append(Unit(scalar: scalar, start: position, end: position + 1))
      index += length
    }
  }

  /// The steps of the reference, in its order.
  mutating func normalize(_ normalizer: BertNormalizer) {
    if normalizer.cleanText { clean() }
    if normalizer.handleChineseChars { setIdeographsApart() }
    if normalizer.stripsAccents {
      decompose()
      units.removeAll { ReferenceUnicode.isNonspacingMark($0.scalar) }
    }
    if normalizer.lowercase { lowercase() }
  }

  private mutating func clean() {
    units.removeAll { $0.scalar == 0 || $0.scalar == 0xFFFD || ReferenceUnicode.isControl($0.scalar) }
    for index in units.indices where ReferenceUnicode.isWhitespace(units[index].scalar) { units[index].scalar = 0x20 }
  }

  private mutating func setIdeographsApart() {
    guard units.contains(where: { ReferenceUnicode.isIdeograph($0.scalar) }) else { return }
    var result: [Unit] = []
    result.reserveCapacity(units.count)
    for unit in units {
      guard ReferenceUnicode.isIdeograph(unit.scalar) else {
        result.append(unit)
        continue
      }
      let space = Unit(scalar: 0x20, start: unit.start, end: unit.end)
      result += [space, unit, space]
    }
    units = result
  }

  private mutating func lowercase() {
    var result: [Unit] = []
    result.reserveCapacity(units.count)
    for unit in units {
      ReferenceUnicode.lowercase(unit.scalar) { result.append(Unit(scalar: $0, start: unit.start, end: unit.end)) }
    }
    units = result
  }

  /// NFD: decompose, then put each run of non-starters into the order of their combining classes.
  ///
  /// The reference keeps alignments by place, not by scalar: a run's scalars that replace one are aligned to the next
  /// scalar of the text before, those that were added to the one just passed. So where marks change places, the
  /// alignments stay. That is kept here.
  private mutating func decompose() {
    var pieces: [(scalar: UInt32, isAdded: Bool, order: UInt8)] = []
    pieces.reserveCapacity(units.count)
    for unit in units {
      var isAdded = false
      ReferenceUnicode.decompose(unit.scalar) { scalar in
        pieces.append((scalar, isAdded, ReferenceUnicode.combiningClass(scalar)))
        isAdded = true
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
      // `sort` is stable, as canonical ordering must be.
      if end - index > 1 { pieces[index..<end].sort { $0.order < $1.order } }
      index = end
    }
    var passed = 0
    var result: [Unit] = []
    result.reserveCapacity(pieces.count)
    for piece in pieces {
      if !piece.isAdded { passed += 1 }
      let aligned = passed > 0 ? units[passed - 1] : Unit(scalar: 0, start: 0, end: 0)
      result.append(Unit(scalar: piece.scalar, start: aligned.start, end: aligned.end))
    }
    units = result
  }
}
