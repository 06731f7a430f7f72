/// The usable rows of a data file, in the file's order.
public struct Dataset: Sendable {
  /// The rows.
  public var examples: [Example]
  /// The classes, where labels were read.
  public var labels: LabelSet?
  /// What was read and what was left out.
  public var report: ReadingReport

  /// How many rows each label has; empty where labels were not read.
  public var countPerLabel: [Int] {
    var counts = [Int](repeating: 0, count: labels?.count ?? 0)
    for case let label? in examples.lazy.map(\.label) where counts.indices.contains(label) { counts[label] += 1 }
    return counts
  }

  /// Checks that a classifier can be trained on the rows: at least two labels have some.
  ///
  /// - Parameter file: the name for the message.
  /// - Throws: `DataError.oneLabelOnly`.
  public func requireTrainable(file: String) throws(DataError) {
    let present = countPerLabel.enumerated().filter { $0.element > 0 }
    guard present.count < 2 else { return }
    let only = present.first
    throw .oneLabelOnly(
      file: file, label: only.flatMap { labels?.names[$0.offset] }, rows: only?.element ?? examples.count)
  }
}
