package import BertKernels

/// The sum of values over all ranks along a tree. It depends neither on the number of ranks nor on what connects them.
///
/// Each rank has some nodes of the tree and sends a slice of them to each other rank. It finishes the tree for its own
/// slice and receives the other slices. Where each rank has one node, it sends as many bytes as a plain all-reduce.
package final class TreeSum {
  private let exchange: any GradientExchange
  private let tree: GradientTree
  /// The nodes of each rank.
  private let nodes: [[GradientTree.Node]]
  /// Memory for the slices of all nodes; grows to what a step needs.
  private var inbox = Matrix(rows: 1, columns: 0)

  package init(_ tree: GradientTree, _ exchange: any GradientExchange) {
    self.tree = tree
    self.exchange = exchange
    nodes = (0..<exchange.ranks).map { tree.nodes(of: $0, of: exchange.ranks) }
  }

  /// The nodes that this rank computes; at least one.
  package var own: [GradientTree.Node] { nodes[exchange.rank] }

  /// Replaces the values of this rank's first node by the sum of all nodes; the others stay as they are.
  ///
  /// - Parameter values: The values of each node of ``own``, `[1, N]`.
  package func sum(_ values: [Matrix], _ compute: Compute) {
    precondition(values.count == own.count && !values.isEmpty, "a row for each node")
    let count = values[0].columns, ranks = exchange.ranks
    guard ranks > 1, count > 0 else { return }
    let slices = (0..<ranks).map { count * $0 / ranks..<count * ($0 + 1) / ranks }
    let width = slices[exchange.rank].count
    var places: [GradientTree.Node: Int] = [:]
    for node in nodes.joined() { places[node] = places.count }
    if inbox.columns < places.count * width { inbox = Matrix(rows: 1, columns: places.count * width) }
    let none = 0..<0
    for number in 0..<(nodes.map(\.count).max() ?? 0) {
      exchange.deal(
        values[min(number, values.count - 1)], number < own.count ? slices : Array(repeating: none, count: ranks),
        into: inbox,
        nodes.map { nodes in
          guard number < nodes.count, let place = places[nodes[number]] else { return none }
          return place * width..<(place + 1) * width
        })
    }
    func finished(_ node: GradientTree.Node) -> Matrix {
      if let place = places[node] { return inbox.columns(place * width..<(place + 1) * width) }
      guard let (left, right) = node.children else { preconditionFailure("every part has a rank") }
      let sum = finished(left)
      compute.drain(finished(right), into: sum)
      return sum
    }
    exchange.collect(finished(tree.root), into: values[0], slices)
  }
}
