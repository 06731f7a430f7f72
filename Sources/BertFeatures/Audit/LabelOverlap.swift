/// Two labels that the rows mix up: cleanlab's `find_overlapping_classes`.
package struct LabelOverlap: Sendable, Equatable {
  /// The labels, the lower number first.
  package let labels: (Int, Int)
  /// Rows that are given the one and are, by the joint, of the other.
  package let rows: Int

  package static func == (a: LabelOverlap, b: LabelOverlap) -> Bool { a.labels == b.labels && a.rows == b.rows }

  /// The pairs that share a row at least, the one with most rows first.
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
