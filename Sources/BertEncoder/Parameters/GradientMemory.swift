package import BertKernels

/// Memory for the gradients of all trained parameters, which backward can use in the place of another. So the gradients
/// of the parts of a batch can be computed separately and added in any order.
///
/// All zeros except between a backward pass and the reading of its gradients.
package final class GradientMemory {
  /// The gradients of all blocks but ``tables``, one after the other with zeros between them. `[1, N]`
  package let dense: Matrix
  /// The gradients of tables, of which a step uses few rows.
  package let tables: [Table]
  /// The gradients of each trained block.
  fileprivate let gradients: [(block: ParameterBlock, gradient: Matrix)]

  /// The gradient of a table, and the rows of it that may differ from zero in any memory of the model.
  package struct Table {
    package let gradient: Matrix
    package let touched: TouchedRows
  }

  /// The floats of a cache line, at whose boundaries blocks begin.
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

  /// Adds the gradients of another memory of the same parameters, and sets those to zero.
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
  /// Allocates memory of zeros for the gradients of the parameters that are trained now.
  package func makeGradientMemory() -> GradientMemory { GradientMemory(of: blocks) }

  /// Makes the parameters use a memory for their gradients.
  ///
  /// - Precondition: The same parameters are trained as when the memory was made.
  package func useGradients(in memory: GradientMemory) {
    for (block, gradient) in memory.gradients { block.use(gradient) }
  }
}
