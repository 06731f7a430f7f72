/// The usable rows of a data file, in the file's order.
public struct Dataset: Sendable {
  /// The rows.
  public var examples: [Example]
  /// The classes, where labels were read.
  public var labels: LabelSet?
  /// What was read and what was left out.
  public var report: ReadingReport

  /// How many rows each label has; empty where labels were not read, of a number none.
  public var countPerLabel: [Int] { Target.counts(examples, labels: labels?.count ?? 0) }

  /// Checks that a model can learn from the rows: at least two labels have some; of several labels a text one at least
  /// holds for some rows and not for others; of numbers there are two.
  ///
  /// - Parameter file: the name for the message.
  /// - Throws: `DataError.oneLabelOnly`, `.oneAnswerOnly`.
  public func requireTrainable(file: String) throws(DataError) {
    switch examples.first?.target?.problem {
    case .multiLabel:
      guard countPerLabel.contains(where: { (1..<examples.count).contains($0) }) else {
        throw .oneAnswerOnly(file: file, what: "all texts have the same labels", rows: examples.count)
      }
      return
    case .regression:
      guard let first = examples.first?.number, examples.contains(where: { $0.number != first }) else {
        throw .oneAnswerOnly(file: file, what: "all numbers are the same", rows: examples.count)
      }
      return
    case .singleLabel, nil: break
    }
    let present = countPerLabel.enumerated().filter { $0.element > 0 }
    guard present.count < 2 else { return }
    let only = present.first
    throw .oneLabelOnly(
      file: file, label: only.flatMap { labels?.names[$0.offset] }, rows: only?.element ?? examples.count)
  }
}
