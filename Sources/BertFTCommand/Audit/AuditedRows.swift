import BertFT
import Foundation

/// The rows of an audit: the training rows first, then those of the other files.
struct AuditedRows {
  /// The rows of one file.
  struct Part {
    /// `data`, `validation` or `test`.
    let name: String
    let file: String
    let rows: Range<Int>
  }

  /// The labels' names. [C]
  let labels: [String]
  private(set) var parts: [Part] = []
  /// [N]
  private(set) var rows: [Example] = []

  init(labels: [String]) { self.labels = labels }

  mutating func add(_ examples: [Example], _ name: String, _ file: String) {
    parts.append(Part(name: name, file: file, rows: rows.count..<rows.count + examples.count))
    rows += examples
  }

  /// The given label of each row. [N]
  var givenLabels: [Int] { rows.map { $0.label ?? 0 } }

  /// The labels that exactly one row of the data has.
  var singleLabels: [String] {
    var counts = [Int](repeating: 0, count: labels.count)
    for row in parts.first?.rows ?? 0..<0 { if let label = rows[row].label { counts[label] += 1 } }
    return labels.indices.filter { counts[$0] == 1 }.map { labels[$0] }
  }

  /// A row's text; for a pair, both texts on lines of their own.
  func text(_ row: Int) -> String { rows[row].pair.map { rows[row].text + "\n" + $0 } ?? rows[row].text }

  /// The name of a row's label.
  func label(_ row: Int) -> String { rows[row].label.map { labels[$0] } ?? "" }

  /// - Throws: `CommandFailure` where the copies of the vectors or the probabilities of the labels would take most of
  ///   the memory.
  func requireMemory(dimensions: Int) throws(CommandFailure) {
    // In single precision the vectors and their copies of length one; in double precision, which counts twice, all
    // vectors and those of a fold, each also scaled.
    try RowVectors.requireMemory(rows: rows.count, dimensions: dimensions, copies: 10)
    let doubles = 4 * (Double(rows.count) + Double(labels.count)) * Double(labels.count)
    guard doubles * 8 > Double(ProcessInfo.processInfo.physicalMemory) / 4 * 3 else { return }
    throw CommandFailure(
      .unavailable,
      "the probabilities of \(Figures.count(labels.count, "label")) for \(Figures.count(rows.count, "row")) take more memory "
        + "than there is", remedy: "Check that the column holds labels, or give fewer rows.")
  }
}
