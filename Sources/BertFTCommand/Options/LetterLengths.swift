import ArgumentParser

/// A range of lengths as people write it: `3-6`, or `4` for both ends.
struct LetterLengths: ExpressibleByArgument {
  let from, to: Int

  init?(argument: String) {
    let ends = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil else { return nil }
    (from, to) = (first, last)
  }

  /// The range; nil where the first length is above the second.
  var range: ClosedRange<Int>? { from <= to ? from...to : nil }
}
