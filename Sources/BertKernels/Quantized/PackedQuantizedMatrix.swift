/// Quantised weights as the right factor Wᵀ[K, N], in the order in which the tile reads them.
package struct PackedQuantizedMatrix: @unchecked Sendable {
  /// K
  package let rows: Int
  /// N
  package let columns: Int
  /// Words of two or four values along the depth, packed like floats, the whole depth as one block.
  let packed: PackedMatrix
  /// For each column the sum of its integers, `[N]`: what the zero point of the activations adds, but for its factor.
  let sums: [Int32]
  /// `[N]`
  let scales: [Float]
  let keptColumns: [Int]
  /// Weights of the kept columns of W, `[keptColumns.count, N]`.
  let keptWeights: Matrix
  let valuesInWord: Int
}

extension Compute {
  /// Packs quantised weights W[N, K] as the factor Wᵀ, to keep.
  package func pack(_ weights: QuantizedMatrix) -> PackedQuantizedMatrix {
    let kernel = quantizedKernel
    let words = kernel.words(depth: weights.columns)
    let ordered = Matrix(rows: weights.rows, columns: words)
    let keptWeights = Matrix(rows: weights.keptColumns.count, columns: weights.rows)
    var sums: [Int32] = []
    let width = 32 / kernel.valuesInWord
    let mask: Int32 = kernel.valuesInWord == 4 ? 0xFF : 0xFFFF
    for row in 0..<weights.rows {
      let target = UnsafeMutableRawPointer(ordered.row(row)).assumingMemoryBound(to: Int32.self)
      target.update(repeating: 0, count: words)
      var sum: Int32 = 0
      for column in 0..<weights.columns {
        let value = Int32(weights.values[row * weights.columns + column])
        sum += value
        let shift = Int32(column % kernel.valuesInWord * width)
        target[column / kernel.valuesInWord] |= (value & mask) &<< shift
      }
      sums.append(sum)
      for index in weights.keptColumns.indices {
        keptWeights[index, row] = weights.keptValues[row * weights.keptColumns.count + index]
      }
    }
    let shape = kernel.tile.shape
    let storage = Matrix(rows: 1, columns: shape.countB(depth: words, columns: weights.rows))
    shape.packB(
      ordered.transpose.view, step: 0, depth: words, column: 0, columns: weights.rows, into: storage.pointer)
    return PackedQuantizedMatrix(
      rows: weights.columns, columns: weights.rows,
      packed: PackedMatrix(
        storage: storage, rows: words, columns: weights.rows, blockDepth: words, shape: shape),
      sums: sums, scales: weights.scales, keptColumns: weights.keptColumns, keptWeights: keptWeights,
      valuesInWord: kernel.valuesInWord)
  }
}
