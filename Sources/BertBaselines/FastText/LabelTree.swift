/// The ways of a ``HuffmanTree`` over labels: those with many rows have short ones.
package struct LabelTree: Sendable, Equatable {
  /// A decision on the way to a label: which row of the output table decides, and which way leads on.
  package struct Step: Sendable, Equatable {
    package var row: Int
    package var isRight: Bool
  }

  /// The way from the root to each label, [C].
  package let ways: [[Step]]

  /// - Parameter counts: rows of each label, [C], C > 1.
  package init(counts: [Int]) {
    // Leaves by falling count; equals in the order of the labels, so that the tree is one.
    let leaves = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    let tree = HuffmanTree(counts: leaves.map { counts[$0] })
    var ways = [[Step]](repeating: [], count: counts.count)
    for (place, label) in leaves.enumerated() {
      ways[label] = (Int(tree.starts[place])..<Int(tree.starts[place + 1])).map {
        Step(row: Int(tree.rows[$0]), isRight: !tree.labels[$0])
      }
    }
    self.ways = ways
  }
}
