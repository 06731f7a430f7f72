/// The binary tree along which the gradients of a batch's parts are added up. It is the same for any number of ranks,
/// and so is every sum.
package struct GradientTree: Sendable, Equatable {
  /// Parts of a batch, a power of two.
  package let parts: Int

  package init(parts: Int) {
    precondition(parts > 0 && parts & (parts - 1) == 0, "a binary tree has a power of two of leaves")
    self.parts = parts
  }

  /// The sum of the parts `index << level ..< (index + 1) << level`.
  package struct Node: Hashable, Sendable {
    package let level: Int
    package let index: Int

    /// The two nodes whose sum this is; the second is added to the first.
    package var children: (Node, Node)? {
      level == 0 ? nil : (Node(level: level - 1, index: 2 * index), Node(level: level - 1, index: 2 * index + 1))
    }
  }

  /// The sum of all parts.
  package var root: Node { Node(level: parts.trailingZeroBitCount, index: 0) }

  /// The parts that a rank computes; none where there are more ranks than parts.
  package func owned(by rank: Int, of ranks: Int) -> Range<Int> { parts * rank / ranks..<parts * (rank + 1) / ranks }

  /// The fewest nodes that together sum just the parts of a rank, in their order; one where the number of ranks divides
  /// that of the parts.
  package func nodes(of rank: Int, of ranks: Int) -> [Node] {
    let range = owned(by: rank, of: ranks)
    var nodes: [Node] = [], first = range.lowerBound
    while first < range.upperBound {
      var level = 0
      while first.isMultiple(of: 2 << level), first + 2 << level <= range.upperBound { level += 1 }
      nodes.append(Node(level: level, index: first >> level))
      first += 1 << level
    }
    return nodes
  }
}
