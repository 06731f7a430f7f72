/// A Huffman tree over words or labels, as the ways from its root: frequent ones have short ways.
///
/// Source: tmikolov/word2vec, `CreateBinaryTree`; fastText's `HierarchicalSoftmaxLoss::buildTree` is the same. Decision rows
/// are numbered from 0 to V − 2; a step to the first of two children counts as 1.
package struct HuffmanTree {
  /// Where each leaf's way begins; V + 1 entries.
  package private(set) var starts: [Int32] = [0]
  package private(set) var rows: [Int32] = []
  package private(set) var labels: [Bool] = []

  /// - Parameter counts: of each leaf, falling.
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
      var way: [(row: Int32, label: Bool)] = []
      var place = word
      while parents[place] >= 0 {
        way.append((Int32(parents[place] - leaves), isFirst[place]))
        place = parents[place]
      }
      for step in way.reversed() {
        rows.append(step.row)
        labels.append(step.label)
      }
      starts.append(Int32(rows.count))
    }
  }
}
