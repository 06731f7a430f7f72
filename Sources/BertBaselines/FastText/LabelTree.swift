/// A Huffman tree over labels: those with many rows have short ways (fastText's `HierarchicalSoftmaxLoss::buildTree`).
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
    let classes = counts.count
    // Leaves by falling count; equals in the order of the labels, so that the tree is one.
    let leaves = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    var weights = leaves.map { counts[$0] }
    var parents = [Int](repeating: -1, count: 2 * classes - 1)
    var isRight = [Bool](repeating: false, count: 2 * classes - 1)
    var leaf = classes - 1, node = classes
    for made in classes..<max(classes, 2 * classes - 1) {
      var least = [0, 0]
      for side in 0..<2 {
        if leaf >= 0, node >= made || weights[leaf] < weights[node] {
          least[side] = leaf
          leaf -= 1
        } else {
          least[side] = node
          node += 1
        }
      }
      weights.append(weights[least[0]] + weights[least[1]])
      for side in 0..<2 { parents[least[side]] = made }
      isRight[least[1]] = true
    }
    var ways = [[Step]](repeating: [], count: classes)
    for (place, label) in leaves.enumerated() {
      var way: [Step] = []
      var current = place
      while parents[current] >= 0 {
        way.append(Step(row: parents[current] - classes, isRight: isRight[current]))
        current = parents[current]
      }
      ways[label] = way.reversed()
    }
    self.ways = ways
  }
}
