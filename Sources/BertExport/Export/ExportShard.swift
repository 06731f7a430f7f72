/// One of several contiguous parts of an input: the parts' outputs, one after another, are the output of the whole.
public struct ExportShard: Sendable, Equatable {
  /// Which part, from 1 on.
  public let index: Int
  /// How many parts there are.
  public let count: Int

  /// - Returns: nil unless 1 ≤ index ≤ count.
  public init?(index: Int, of count: Int) {
    guard count >= 1, (1...count).contains(index) else { return nil }
    self.index = index
    self.count = count
  }

  /// The part's rows among all, or its bytes among those of a file. Sizes differ by at most one.
  func rows(of total: Int) -> Range<Int> {
    func bound(_ part: Int) -> Int { total / count * part + min(part, total % count) }
    return bound(index - 1)..<bound(index)
  }
}
