/// A text under normalization: its scalars, and for each the scalar of the original that it stands for.
///
/// This is the slow and literal path. It serves what cannot be done one scalar at a time: runs of marks that change
/// their order, and added tokens that are matched against normalized text. `CharacterMap` serves the rest.
struct AlignedText {
  /// One scalar and the original's scalar range that it is aligned to.
  struct Unit {
    var scalar: UInt32
    var start: Int32
    var end: Int32
  }

  private(set) var units: [Unit]
  /// Why a step could not be done; what follows it is then of no account.
  var fault: EncodingFault?
  /// Where the text begins in the original.
  let offset: Int

  /// What nothing before it is aligned to.
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

  /// A change to a text, one for each scalar of the result, as the reference writes it: 0 puts the scalar in the place
  /// of the next one, -n does that and drops n more, 1 inserts it after what has been passed.
  typealias Change = (scalar: UInt32, change: Int)

  /// Rewrites the text. Alignments follow the reference: a scalar that replaces takes the place of the one replaced, an
  /// inserted one that of the scalar passed last.
  /// - Parameter skipped: how many scalars are dropped before the first change.
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

  /// Puts other scalars into the place of each: the first takes its place, the others are inserted after it.
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

  /// Replaces ranges of scalars, given in order, each by the same others, which are aligned to the last of the range.
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

  /// Puts scalars before the text, aligned to its first one; an empty text stays empty.
  mutating func prepend(_ scalars: [UInt32]) {
    guard let first = units.first else { return }
    units.insert(contentsOf: scalars.map { Unit(scalar: $0, start: first.start, end: first.end) }, at: 0)
  }
}
