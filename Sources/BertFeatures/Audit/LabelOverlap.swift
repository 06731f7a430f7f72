/// Two labels that are confused with each other: cleanlab's `find_overlapping_classes`.
package struct LabelOverlap: Sendable, Equatable {
  /// The labels, the lower number first.
  package let labels: (Int, Int)
  /// Rows whose given label is one of the two and whose true label, by the joint, is the other.
  package let rows: Int

  package static func == (a: LabelOverlap, b: LabelOverlap) -> Bool { a.labels == b.labels && a.rows == b.rows }

  /// The pairs with at least one such row, the pair with most rows first.
  package static func pairs(of joint: ConfidentJoint) -> [LabelOverlap] {
    let classes = joint.classes
    var pairs: [LabelOverlap] = []
    for first in 0..<classes {
      for second in first + 1..<max(first + 1, classes) {
        let rows = joint.calibrated[first * classes + second] + joint.calibrated[second * classes + first]
        if rows > 0 { pairs.append(LabelOverlap(labels: (first, second), rows: rows)) }
      }
    }
    return pairs.sorted { $1.rows == $0.rows ? $0.labels < $1.labels : $1.rows < $0.rows }
  }
}
