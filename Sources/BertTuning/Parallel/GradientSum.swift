package import BertEncoder
package import BertKernels

/// The gradient of a batch, summed over its parts along a tree. Each part's gradient begins at zero in memory of its
/// own, so that the sum is the same whichever rank computes which part.
///
/// Holds as many gradients as the tree has levels, and one more. Not for use by two threads at once.
package final class GradientSum {
  private let model: SequenceClassifier
  private let exchange: any GradientExchange
  private let sum: TreeSum
  /// The memory of the sum, which the optimizer reads.
  private let whole: GradientMemory
  /// Memory of zeros.
  private var spare: [GradientMemory] = []

  /// Allocates the gradients of the parameters that the model trains now. Make another when that changes.
  ///
  /// - Parameter tree: Has a part for each rank at least.
  package init(of model: SequenceClassifier, _ tree: GradientTree, _ exchange: any GradientExchange) {
    self.model = model
    self.exchange = exchange
    sum = TreeSum(tree, exchange)
    whole = model.makeGradientMemory()
    model.useGradients(in: whole)
  }

  /// Computes the gradient of a batch. The model's gradients must be zero before.
  ///
  /// - Parameter add: Adds the gradient of a part to the model's. It is called for the parts of this rank alone, in
  ///   their order.
  package func run(_ compute: Compute, part add: (Int) -> Void) {
    let own = sum.own
    let memories = [whole] + own.dropFirst().map { _ in take() }
    for (node, memory) in zip(own, memories) { make(node, in: memory, compute, add) }
    model.useGradients(in: whole)
    guard exchange.ranks > 1 else { return }
    shareTouchedRows()
    sum.sum(memories.map(\.dense), compute)
    sumTables(memories, compute)
    for memory in memories.dropFirst() {
      memory.clear(compute)
      spare.append(memory)
    }
  }

  private func take() -> GradientMemory { spare.popLast() ?? model.makeGradientMemory() }

  private func make(
    _ node: GradientTree.Node, in memory: GradientMemory, _ compute: Compute, _ add: (Int) -> Void
  ) {
    guard let (left, right) = node.children else {
      model.useGradients(in: memory)
      return add(node.index)
    }
    make(left, in: memory, compute, add)
    let other = take()
    make(right, in: other, compute, add)
    memory.take(other, compute)
    spare.append(other)
  }

  /// Tells each rank which rows of the tables any rank has touched, in the order of the whole batch. That is the order
  /// of ranks, because their parts follow each other.
  private func shareTouchedRows() {
    for table in whole.tables {
      let touched = table.touched
      // A list of all rows in their order was inserted as a whole, and is so on all ranks.
      let own = touched.isInOrder ? [-1] : touched.rows.map(Int32.init)
      let lists = exchange.gather(own.withUnsafeBytes(Array.init)).map { bytes in
        bytes.withUnsafeBytes { raw in
          (0..<raw.count / 4).map { raw.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self) }
        }
      }
      touched.clear()
      for list in lists { if list == [-1] { touched.insertAll() } else { touched.insert(list) } }
    }
  }

  /// Sums the rows of the tables that were touched; all others are zeros everywhere.
  private func sumTables(_ memories: [GradientMemory], _ compute: Compute) {
    let count = whole.tables.reduce(0) { $0 + $1.touched.rows.count * $1.gradient.columns }
    guard count > 0 else { return }
    let packed = memories.map { memory in
      let values = Matrix(rows: 1, columns: count)
      memory.forEachTouchedRow { place, row in values.columns(place..<place + row.columns).copy(from: row) }
      return values
    }
    sum.sum(packed, compute)
    whole.forEachTouchedRow { place, row in row.copy(from: packed[0].columns(place..<place + row.columns)) }
  }
}

extension GradientMemory {
  /// Visits the gradient of each touched row, with its offset where these rows are put one after the other.
  fileprivate func forEachTouchedRow(_ body: (_ place: Int, _ row: Matrix) -> Void) {
    var place = 0
    for table in tables {
      for row in table.touched.rows {
        body(place, table.gradient.rows(row..<row + 1))
        place += table.gradient.columns
      }
    }
  }
}
