import Foundation

/// The labels that rows get by label propagation, and how certain they are.
package struct PropagatedLabels: Sendable, Equatable {
  /// The label of the greatest score, the first of equals; nil for a row that no label reaches. [N]
  package let labels: [Int?]
  /// 1 for a row where one label has the whole score, 0 for one where all labels have the same: 1 minus the entropy of
  /// the scores divided by its greatest possible value (Iscen et al., "Label Propagation for Deep Semi-supervised
  /// Learning", 2019). 0 for a row that no label reaches. [N]
  package let certainty: [Double]

  /// - Parameters:
  ///   - scores: Of each row, adding up to 1, or all zero. [N, C]
  ///   - classes: C.
  /// - Throws: `option` for fewer than two classes; `length`.
  package init(_ scores: [Double], classes: Int) throws(VectorRowsError) {
    guard classes >= 2 else { throw .option(name: "the number of classes", rule: "at least 2") }
    guard scores.count.isMultiple(of: classes) else {
      throw .length(name: "the scores", found: scores.count, rows: scores.count / classes)
    }
    var labels: [Int?] = [], certainty: [Double] = []
    for start in stride(from: 0, to: scores.count, by: classes) {
      let own = scores[start..<start + classes]
      guard own.contains(where: { $0 > 0 }) else {
        labels.append(nil)
        certainty.append(0)
        continue
      }
      labels.append(ConfidentJoint.largest(own))
      let entropy = own.reduce(0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
      certainty.append(min(1, max(0, 1 - entropy / log(Double(classes)))))
    }
    self.labels = labels
    self.certainty = certainty
  }
}
