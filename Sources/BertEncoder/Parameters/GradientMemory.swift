package import BertKernels

/// Memory for the gradients of all that a model trains, which backward can be given instead of another: so the gradients of
/// the parts of a batch are made apart and added up in whatever order.
///
/// All zeros except between a backward pass and the reading of what it made.
package final class GradientMemory {
  /// The gradients of all but ``tables``, one behind the other, and zeros between them. `[1, N]`
  package let dense: Matrix
  /// Those of the tables of which a step reads few rows.
  package let tables: [Table]
  /// Of each trained block, its gradients.
  fileprivate let gradients: [(block: ParameterBlock, gradient: Matrix)]

  /// The gradient of a table, and which rows of it may differ from zero in any memory of the model.
  package struct Table {
    package let gradient: Matrix
    package let touched: TouchedRows
  }

  /// Values that begin at a cache line of their own.
  private static let lineFloats = 16

  fileprivate init(of blocks: [ParameterBlock]) {
    let trained = blocks.filter(\.isTrained)
    func touched(_ block: ParameterBlock) -> TouchedRows? { block.parameters.first?.touchedRows }
    func extent(_ block: ParameterBlock) -> Int {
      (block.value.count + Self.lineFloats - 1) / Self.lineFloats * Self.lineFloats
    }
    let dense = Matrix(rows: 1, columns: trained.reduce(0) { $0 + (touched($1) == nil ? extent($1) : 0) })
    var tables: [Table] = [], gradients: [(ParameterBlock, Matrix)] = [], next = 0
    for block in trained {
      let rows = block.value.rows, columns = block.value.columns
      if let touched = touched(block) {
        let gradient = Matrix(rows: rows, columns: columns)
        tables.append(Table(gradient: gradient, touched: touched))
        gradients.append((block, gradient))
      } else {
        gradients.append((block, dense.view(from: next, rows: rows, columns: columns)))
        next += extent(block)
      }
    }
    self.dense = dense
    self.tables = tables
    self.gradients = gradients
  }

  /// Adds what another memory of the same parameters holds, and sets that to zero.
  package func take(_ other: GradientMemory, _ compute: Compute) {
    compute.drain(other.dense, into: dense)
    for (own, table) in zip(tables, other.tables) {
      compute.drain(table.gradient, into: own.gradient, rows: own.touched.rows)
    }
  }

  /// Sets all gradients to zero.
  package func clear(_ compute: Compute) {
    if dense.count > 0 { compute.clear(dense) }
    for table in tables {
      for row in table.touched.rows { table.gradient.rows(row..<row + 1).fill(0) }
    }
  }
}

extension SequenceClassifier {
  /// Memory of zeros for the gradients of what is trained now.
  package func makeGradientMemory() -> GradientMemory { GradientMemory(of: blocks) }

  /// Lets backward add to a memory, and gives the parameters their gradients in it.
  ///
  /// - Precondition: What is trained is what was when the memory was made.
  package func useGradients(in memory: GradientMemory) {
    for (block, gradient) in memory.gradients { block.use(gradient) }
  }
}
