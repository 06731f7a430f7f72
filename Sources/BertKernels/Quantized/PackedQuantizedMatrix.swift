/// Quantized weights as the right factor Wᵀ `[K, N]`, in the order in which the tile reads them.
package struct PackedQuantizedMatrix: @unchecked Sendable {
  /// K
  package let rows: Int
  /// N
  package let columns: Int
  /// Words of two or four values along the depth, packed like floats, with the whole depth as one block.
  let packed: PackedMatrix
  /// The sum of the integers of each column, `[N]`, which the zero point of the activations is multiplied by.
  let sums: [Int32]
  /// `[N]`
  let scales: [Float]
  /// The columns of W that are kept in Float32, ascending.
  let keptColumns: [Int]
  /// The weights of the kept columns, `[keptColumns.count, N]`.
  let keptWeights: Matrix
  let valuesInWord: Int
}

extension Compute {
  /// Packs quantized weights, W `[N, K]`, as the factor Wᵀ.
  package func pack(_ weights: QuantizedMatrix) -> PackedQuantizedMatrix {
    let kernel = quantizedKernel
    let words = kernel.words(depth: weights.columns)
    let ordered = Matrix(rows: weights.rows, columns: words)
    let keptWeights = Matrix(rows: weights.keptColumns.count, columns: weights.rows)
    var sums: [Int32] = []
    for row in 0..<weights.rows {
      let first = row * weights.columns
      sums.append(
        weights.values.withUnsafeBufferPointer {
          order(
            UnsafeBufferPointer(rebasing: $0[first..<first + weights.columns]), into: ordered.row(row), words: words)
        })
      for index in weights.keptColumns.indices {
        keptWeights[index, row] = weights.keptValues[row * weights.keptColumns.count + index]
      }
    }
    let shape = kernel.shape
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

  /// Packs one row of W into words, padded with zeros.
  ///
  /// - Returns: The sum of its integers.
  private func order(
    _ values: UnsafeBufferPointer<Int8>, into target: UnsafeMutablePointer<Float>, words: Int
  ) -> Int32 {
    let count = quantizedKernel.valuesInWord
    let width = Int32(truncatingIfNeeded: 32 / count), mask: Int32 = count == 4 ? 0xFF : 0xFFFF
    var sum: Int32 = 0
    for index in 0..<words {
      var word: Int32 = 0
      let first = index &* count
      for place in 0..<count where first &+ place < values.count {
        let value = Int32(values[first &+ place])
        sum &+= value
        word |= (value & mask) &<< (width &* Int32(truncatingIfNeeded: place))
      }
      UnsafeMutableRawPointer(target + index).storeBytes(of: word, as: Int32.self)
    }
    return sum
  }
}
