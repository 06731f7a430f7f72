/// How many tokens of each text remain, and which.
enum Truncation {
  /// The lengths that truncation leaves, as the `tokenizers` crate has them (`utils/truncation.rs`).
  /// - Parameter limit: for both texts together, without special tokens; not negative.
  static func counts(
    first: Int, second: Int?, limit: Int, _ strategy: EncodingOptions.TruncationStrategy
  ) -> (first: Int, second: Int) {
    guard let second else { return (min(first, limit), 0) }
    switch strategy {
    case .longestFirst: return longestFirst(first: first, second: second, limit: limit)
    case .onlyFirst: return (max(0, min(first, limit - second)), min(second, limit))
    case .onlySecond: return (min(first, limit), max(0, min(second, limit - first)))
    }
  }

  /// Only the longer text loses tokens while that suffices; otherwise each keeps half, the second the odd one (the
  /// first, where it was the longer).
  private static func longestFirst(first: Int, second: Int, limit: Int) -> (first: Int, second: Int) {
    guard first + second > limit else { return (first, second) }
    var shorter = min(first, second)
    var longer = shorter > limit ? shorter : max(shorter, limit - shorter)
    if shorter + longer > limit {
      shorter = limit / 2
      longer = shorter + limit % 2
    }
    return first > second ? (longer, shorter) : (shorter, longer)
  }

  /// The windows of a text of `count` tokens, each of at most `length`: first the one that remains, then the others.
  static func windows(
    count: Int, length: Int, stride: Int, _ side: EncodingOptions.Side
  ) -> [Range<Int>] {
    guard length < count else { return [0..<count] }
    guard length > 0 else { return [0..<0, 0..<count] }
    let step = length - min(max(0, stride), length - 1)
    var windows: [Range<Int>] = []
    switch side {
    case .right:
      var start = 0
      while windows.last?.upperBound != count {
        windows.append(start..<min(start + length, count))
        start += step
      }
    case .left:
      var end = count
      while windows.last?.lowerBound != 0 {
        windows.append(max(0, end - length)..<end)
        end -= step
      }
    }
    return windows
  }
}
