/// Margin sampling of active learning: the rows whose two best scores differ least come first (Scheffer, Decomain and
/// Wrobel, "Active hidden Markov models for information extraction", 2001; also called breaking ties).
package struct LeastMargin: Sendable {
  /// The greatest score of each row minus the second. [N]
  package let margins: [Double]
  /// The class with the greatest score of each row, the first of equals. [N]
  package let answers: [Int]
  private let classes: Int

  /// - Parameters:
  ///   - scores: [N, C]
  ///   - classes: C.
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

  /// Sorts rows by margin, the least first; of equal margins the earlier row first.
  package func order(of rows: some Sequence<Int>) -> [Int] {
    rows.sorted { (margins[$0], $0) < (margins[$1], $1) }
  }

  /// Sorts rows in turns: first the row with the least margin of each answer, then the second of each, and so on.
  package func balancedOrder(of rows: some Sequence<Int>) -> [Int] {
    var queues = [[Int]](repeating: [], count: classes)
    for row in order(of: rows) { queues[answers[row]].append(row) }
    let longest = queues.map(\.count).max() ?? 0
    return (0..<longest).flatMap { turn in
      order(of: queues.compactMap { $0.count > turn ? $0[turn] : nil })
    }
  }
}
