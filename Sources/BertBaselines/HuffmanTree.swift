/// A Huffman tree over words or labels, stored as the paths from the root: frequent leaves have short paths.
///
/// Source: tmikolov/word2vec, `CreateBinaryTree`; fastText's `HierarchicalSoftmaxLoss::buildTree` is the same. The
/// inner nodes are rows of the output table, numbered from 0 to V − 2. A step to the first of two children has the
/// label true.
package struct HuffmanTree {
  /// Where the path of each leaf begins; V + 1 entries.
  package private(set) var starts: [Int32] = [0]
  /// The inner node of each step.
  package private(set) var rows: [Int32] = []
  /// Whether each step goes to the first child.
  package private(set) var labels: [Bool] = []

  /// - Parameter counts: Of each leaf, in descending order.
  package init(counts: [Int]) {
    let leaves = counts.count
    var weights = counts
    var parents = [Int](repeating: -1, count: max(1, 2 * leaves - 1))
    var isFirst = [Bool](repeating: true, count: parents.count)
    var leaf = leaves - 1, node = leaves
    for made in leaves..<max(leaves, 2 * leaves - 1) {
      func least() -> Int {
        let takesLeaf = leaf >= 0 && (node >= made || weights[leaf] < weights[node])
        defer { if takesLeaf { leaf -= 1 } else { node += 1 } }
        return takesLeaf ? leaf : node
      }
      let (first, second) = (least(), least())
      weights.append(weights[first] + weights[second])
      parents[first] = made
      parents[second] = made
      isFirst[second] = false
    }
    for word in 0..<leaves {
      var path: [(row: Int32, label: Bool)] = []
      var place = word
      while parents[place] >= 0 {
        path.append((Int32(parents[place] - leaves), isFirst[place]))
        place = parents[place]
      }
      for step in path.reversed() {
        rows.append(step.row)
        labels.append(step.label)
      }
      starts.append(Int32(rows.count))
    }
  }
}
