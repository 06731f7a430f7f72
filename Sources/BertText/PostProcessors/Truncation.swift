/// How many tokens of each text remain.
enum Truncation {
  /// As `LongestFirst` of the `tokenizers` crate (`utils/truncation.rs`): only the longer text loses tokens while that
  /// suffices; otherwise each keeps half, the second the odd one (the first, where it was the longer).
  /// - Parameter limit: for both texts together, without special tokens; not negative.
  static func longestFirst(first: Int, second: Int, limit: Int) -> (first: Int, second: Int) {
    guard first + second > limit else { return (first, second) }
    var shorter = min(first, second)
    var longer = shorter > limit ? shorter : max(shorter, limit - shorter)
    if shorter + longer > limit {
      shorter = limit / 2
      longer = shorter + limit % 2
    }
    return first > second ? (longer, shorter) : (shorter, longer)
  }
}
