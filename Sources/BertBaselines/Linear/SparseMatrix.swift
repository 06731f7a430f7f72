/// A sparse matrix of feature vectors in compressed sparse row format (CSR).
package struct SparseMatrix: Sendable {
  package let columns: Int
  /// Row i holds the entries `starts[i] ..< starts[i + 1]`.
  package private(set) var starts = [0]
  /// The column of each entry, ascending within a row.
  package private(set) var places: [Int32] = []
  /// The value of each entry.
  package private(set) var values: [Float] = []

  package init(columns: Int) { self.columns = columns }

  package var rows: Int { starts.count - 1 }

  /// Appends a row.
  ///
  /// - Parameter entries: Columns, ascending and each below `columns`, with their values.
  package mutating func append(_ entries: some Sequence<(column: Int, value: Float)>) {
    for entry in entries {
      precondition(entry.column >= 0 && entry.column < columns, "a sparse row holds columns of its matrix")
      places.append(Int32(entry.column))
      values.append(entry.value)
    }
    starts.append(places.count)
  }

  /// The indices of a row's entries.
  package func entries(of row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }

  /// The matrix with each column multiplied by a factor, [columns].
  package func scalingColumns(by factors: [Float]) -> SparseMatrix {
    var scaled = self
    for index in values.indices { scaled.values[index] *= factors[Int(places[index])] }
    return scaled
  }
}

extension SparseMatrix: LinearFeatures {
  package func selecting(_ indices: [Int]) -> SparseMatrix {
    var selected = SparseMatrix(columns: columns)
    for row in indices {
      selected.places.append(contentsOf: places[entries(of: row)])
      selected.values.append(contentsOf: values[entries(of: row)])
      selected.starts.append(selected.places.count)
    }
    return selected
  }

  package func addProducts(row: Int, weights: UnsafeBufferPointer<Double>, to scores: inout [Double]) {
    for entry in entries(of: row) {
      let value = Double(values[entry])
      var place = Int(places[entry])
      for label in scores.indices {
        scores[label] += value * weights[place]
        place += columns
      }
    }
  }

  package func addErrors(_ errors: [Double], row: Int, to gradient: UnsafeMutableBufferPointer<Double>) {
    for entry in entries(of: row) {
      let value = Double(values[entry])
      var place = Int(places[entry])
      for error in errors {
        gradient[place] += error * value
        place += columns
      }
    }
  }

  /// Zeros must stay zeros, and rows of length one need no scaling.
  package func scaled(with others: SparseMatrix) -> (rows: SparseMatrix, others: SparseMatrix) { (self, others) }
}
