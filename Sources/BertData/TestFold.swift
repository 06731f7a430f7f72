/// The part of the data's rows that a run of a cross-validation is tested on; it learns from the others.
///
/// Which rows are in which part follows from the rows and the seed alone, so that the runs may be on several machines.
public struct TestFold: Sendable, Codable, Hashable {
  /// The part, from 1.
  public var number: Int
  /// Parts, at least 2.
  public var count: Int

  /// Puts both together.
  public init(_ number: Int, of count: Int) {
    self.number = number
    self.count = count
  }

  private enum CodingKeys: String, CodingKey {
    case number
    case count = "of"
  }
}
