/// The fold of the data on which one run of a cross-validation is tested; it is trained on the other folds.
///
/// The folds depend only on the rows and the seed, so that the runs may be on several machines.
public struct TestFold: Sendable, Codable, Hashable {
  /// The number of the fold, from 1.
  public var number: Int
  /// The number of folds, at least 2.
  public var count: Int

  /// Fold `number` of `count`.
  ///
  /// - Parameters:
  ///   - number: the number of the fold, from 1.
  ///   - count: the number of folds, at least 2.
  public init(_ number: Int, of count: Int) {
    self.number = number
    self.count = count
  }

  private enum CodingKeys: String, CodingKey {
    case number
    case count = "of"
  }
}
