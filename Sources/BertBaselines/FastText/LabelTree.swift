/// The paths of a ``HuffmanTree`` over labels: labels with many rows have short paths.
package struct LabelTree: Sendable, Equatable {
  /// A decision on the path to a label: the row of the output table that decides, and the direction.
  package struct Step: Sendable, Equatable {
    package var row: Int
    package var isRight: Bool
  }

  /// The path from the root to each label, [C].
  package let paths: [[Step]]

  /// - Parameter counts: Training rows of each label, [C], C > 1.
  package init(counts: [Int]) {
    // Leaves in descending order of their counts, ties in the order of the labels, so that the tree is unique.
    let leaves = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    let tree = HuffmanTree(counts: leaves.map { counts[$0] })
    var paths = [[Step]](repeating: [], count: counts.count)
    for (place, label) in leaves.enumerated() {
      paths[label] = (Int(tree.starts[place])..<Int(tree.starts[place + 1])).map {
        Step(row: Int(tree.rows[$0]), isRight: !tree.labels[$0])
      }
    }
    self.paths = paths
  }
}
