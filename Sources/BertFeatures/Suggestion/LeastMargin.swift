/// The order in which a classifier's doubts are asked about: the least difference of the two best scores first (Scheffer, Decomain
/// and Wrobel, "Active hidden Markov models for information extraction", 2001; also called breaking ties).
package struct LeastMargin: Sendable {
  /// The greatest score of each row less the second. [N]
  package let margins: [Double]
  /// The place of the greatest score of each row, the first of equals. [N]
  package let answers: [Int]
  private let classes: Int

  /// - Parameter scores: [N, C]
  /// - Throws: `option` for fewer than two classes; `length`.
  package init(_ scores: [Double], classes: Int) throws(VectorRowsError) {
    guard classes >= 2 else { throw .option(name: "the number of classes", rule: "at least 2") }
    guard scores.count.isMultiple(of: classes) else {
      throw .length(name: "the scores", found: scores.count, rows: scores.count / classes)
    }
    margins = NeighbourClassifier.margins(scores, classes: classes)
    answers = stride(from: 0, to: scores.count, by: classes).map {
      ConfidentJoint.largest(scores[$0..<$0 + classes])
    }
    self.classes = classes
  }

  /// Rows, the least margin first, of equal ones the earlier.
  package func order(of rows: some Sequence<Int>) -> [Int] {
    rows.sorted { (margins[$0], $0) < (margins[$1], $1) }
  }

  /// Rows so that the answers take turns, each with its least margin first.
  package func balancedOrder(of rows: some Sequence<Int>) -> [Int] {
    var queues = [[Int]](repeating: [], count: classes)
    for row in order(of: rows) { queues[answers[row]].append(row) }
    let longest = queues.map(\.count).max() ?? 0
    return (0..<longest).flatMap { turn in
      order(of: queues.compactMap { $0.count > turn ? $0[turn] : nil })
    }
  }
}
