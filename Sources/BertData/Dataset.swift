import Foundation

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

  /// Checks that a model can learn from the rows. With one label per text, at least two labels have rows; with several,
  /// at least one label holds for some rows and not for others; numbers are not all the same.
  ///
  /// - Parameter file: the name for the message.
  /// - Throws: `DataError.oneLabelOnly`, `.oneAnswerOnly`, `.labelsTakeMemory`.
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
    try requireMemory(file: file)
    let present = countPerLabel.enumerated().filter { $0.element > 0 }
    guard present.count < 2 else { return }
    let only = present.first
    throw .oneLabelOnly(
      file: file, label: only.flatMap { labels?.names[$0.offset] }, rows: only?.element ?? examples.count)
  }

  /// Bytes that one cell of a confusion matrix takes at most: while the matrix is written as JSON.
  private static let bytesPerCell = 200

  /// Refuses so many labels that the confusion matrix, which has a cell for each pair of labels, does not fit into
  /// three quarters of the memory.
  ///
  /// - Parameters:
  ///   - file: the name for the message.
  ///   - memory: the machine's memory, in bytes.
  /// - Throws: `DataError.labelsTakeMemory`.
  package func requireMemory(
    file: String, memory: Int = Int(clamping: ProcessInfo.processInfo.physicalMemory)
  ) throws(DataError) {
    let count = countPerLabel.count
    let (cells, isTooLarge) = count.multipliedReportingOverflow(by: count)
    let (bytes, overflows) = cells.multipliedReportingOverflow(by: Self.bytesPerCell)
    guard isTooLarge || overflows || bytes > memory / 4 * 3 else { return }
    throw .labelsTakeMemory(
      file: file, column: report.labelColumn, labels: count, rows: examples.count,
      bytes: isTooLarge || overflows ? .max : bytes, memory: memory)
  }
}
