/// Which tokens of each text remain.
enum Truncation {
  /// The lengths of the texts after truncation, as in the `tokenizers` crate (`utils/truncation.rs`).
  /// - Parameters:
  ///   - first: the number of tokens of the first text.
  ///   - second: that of the second text; `nil` for a single text.
  ///   - limit: the greatest number of tokens of both texts together, without special tokens; not negative.
  ///   - strategy: which text is shortened.
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

  /// Shortens only the longer text while that is enough; otherwise each keeps half of the limit, and of an odd limit
  /// the longer text keeps the extra token (the second, where both are equally long).
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

  /// The windows of a text of `count` tokens, each of at most `length` tokens: first the truncated text, then the
  /// overflowing ones.
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
