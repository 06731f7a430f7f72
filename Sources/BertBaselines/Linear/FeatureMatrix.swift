/// Feature vectors of many texts in one row-major block.
package struct FeatureMatrix: Sendable {
  package let rows: Int
  package let columns: Int
  /// [rows, columns]
  package var values: [Float]

  /// - Parameter values: [rows, columns] in row-major order; the count must be `rows` × `columns`.
  package init(rows: Int, columns: Int, values: [Float]) {
    precondition(values.count == rows * columns, "a feature matrix needs rows × columns values")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// The rows at these indices, in this order.
  package func selecting(_ indices: [Int]) -> FeatureMatrix {
    var selected: [Float] = []
    selected.reserveCapacity(indices.count * columns)
    for row in indices { selected.append(contentsOf: values[row * columns..<(row + 1) * columns]) }
    return FeatureMatrix(rows: indices.count, columns: columns, values: selected)
  }
}
