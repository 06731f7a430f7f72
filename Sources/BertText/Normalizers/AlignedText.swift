/// A text during normalization: its scalars, each with the range of original scalars that it is aligned to.
///
/// This is the slow path, which follows the reference step by step. `CharacterMap` is the fast path of BERT's
/// normalizer, for all that can be done one scalar at a time.
struct AlignedText {
  /// One scalar and the original's scalar range that it is aligned to.
  struct Unit {
    var scalar: UInt32
    var start: Int32
    var end: Int32
  }

  private(set) var units: [Unit]
  /// Why a step failed; the text is then not to be used.
  var fault: EncodingFault?
  /// The offset of the text's first scalar in the original.
  let offset: Int

  /// The alignment of a scalar that has no scalar before it: an empty range at the beginning.
  private var origin: Unit {
    Unit(scalar: 0, start: Int32(truncatingIfNeeded: offset), end: Int32(truncatingIfNeeded: offset))
  }

  /// - Parameters:
  ///   - bytes: well-formed UTF-8.
  ///   - offset: the offset of its first scalar in the original text.
  init(_ bytes: UnsafeBufferPointer<UInt8>, offset: Int) {
    self.offset = offset
    units = []
    units.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let (scalar, length) = UTF8Scan.scalar(bytes, at: index)
      let position = Int32(truncatingIfNeeded: offset + units.count)
      units.append(Unit(scalar: scalar, start: position, end: position + 1))
      index += length
    }
  }

  /// One scalar of a rewritten text, in the reference's notation: with a change of 0 it replaces the next scalar, with
  /// -n it replaces the next one and the n after it are dropped, with 1 it is inserted.
  typealias Change = (scalar: UInt32, change: Int)

  /// Rewrites the text. Alignments follow the reference: a replacement is aligned as the scalar that it replaces, an
  /// inserted scalar as the one before it in the old text.
  /// - Parameter skipped: the number of scalars that are dropped before the first change.
  mutating func apply(_ changes: [Change], skipping skipped: Int = 0) {
    var passed = skipped
    var result: [Unit] = []
    result.reserveCapacity(changes.count)
    for (scalar, change) in changes {
      let place = change > 0 ? passed - 1 : passed
      let aligned =
        place >= 0 && place < units.count ? units[place] : origin
      result.append(Unit(scalar: scalar, start: aligned.start, end: aligned.end))
      if change <= 0 { passed += 1 - change }
    }
    units = result
  }

  /// Replaces each scalar by those that `body` emits, all aligned as the scalar itself.
  mutating func expand(_ body: (_ scalar: UInt32, _ emit: (UInt32) -> Void) -> Void) {
    var result: [Unit] = []
    result.reserveCapacity(units.count)
    for unit in units {
      body(unit.scalar) { result.append(Unit(scalar: $0, start: unit.start, end: unit.end)) }
    }
    units = result
  }

  /// Drops scalars.
  mutating func remove(where predicate: (UInt32) -> Bool) { units.removeAll { predicate($0.scalar) } }

  /// Replaces ranges of scalars, given in order, each by the same scalars, which are aligned as the last of the range.
  mutating func replace(_ ranges: [Range<Int>], with scalars: [UInt32]) {
    guard !ranges.isEmpty else { return }
    var result: [Unit] = []
    result.reserveCapacity(units.count)
    var covered = 0
    for range in ranges {
      result += units[covered..<range.lowerBound]
      let aligned =
        range.upperBound > 0 ? units[range.upperBound - 1] : origin
      for scalar in scalars { result.append(Unit(scalar: scalar, start: aligned.start, end: aligned.end)) }
      covered = range.upperBound
    }
    units = result + units[covered...]
  }

  /// Keeps a range of scalars only.
  mutating func keep(_ range: Range<Int>) {
    if range.count < units.count { units = Array(units[range]) }
  }

  /// Inserts scalars before the text, aligned as its first one; an empty text stays empty.
  mutating func prepend(_ scalars: [UInt32]) {
    guard let first = units.first else { return }
    units.insert(contentsOf: scalars.map { Unit(scalar: $0, start: first.start, end: first.end) }, at: 0)
  }
}
