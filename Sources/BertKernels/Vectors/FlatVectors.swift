/// Sums and dot products over consecutive vectors in read-only memory, such as a mapped file.
///
/// Legend: `D` values in a vector. Bytes need not be aligned.
package enum FlatVectors {
  /// `sum += factor · x`, where x is the vector of `D` floats at byte `start`, and `sum` is `[D]`.
  package static func add(_ bytes: UnsafeRawBufferPointer, at start: Int, times factor: Float, to sum: inout [Float]) {
    let count = sum.count
    precondition(start >= 0 && start + count * 4 <= bytes.count)
    sum.withUnsafeMutableBufferPointer { target in
      guard let to = target.baseAddress, let from = bytes.baseAddress else { return }
      let scale = splat(factor)
      var index = 0
      while index + 8 <= count {
        let x = (from + start + 4 * index).loadUnaligned(as: F8.self)
        store(fma(x, scale, load(to, index)), to, index)
        index += 8
      }
      while index < count {
        to[index] += factor * (from + start + 4 * index).loadUnaligned(as: Float.self)
        index += 1
      }
    }
  }

  /// The dot product of each row with `vector` and with itself, `[rows]` each, for `rows` rows of `D` floats from byte
  /// `start` on.
  package static func products(
    _ bytes: UnsafeRawBufferPointer, at start: Int, rows: Int, with vector: [Float]
  ) -> (with: [Float], squares: [Float]) {
    let count = vector.count
    precondition(start >= 0 && rows >= 0 && start + rows * count * 4 <= bytes.count)
    var products = [Float](repeating: 0, count: rows), squares = products
    guard let from = bytes.baseAddress else { return (products, squares) }
    vector.withUnsafeBufferPointer { other in
      guard let with = other.baseAddress else { return }
      for row in 0..<rows {
        let place = from + start + 4 * row * count
        var product = F8(), square = F8()
        var index = 0
        while index + 8 <= count {
          let x = (place + 4 * index).loadUnaligned(as: F8.self)
          product = fma(x, load(with, index), product)
          square = fma(x, x, square)
          index += 8
        }
        var (p, s) = (sum(product), sum(square))
        while index < count {
          let x = (place + 4 * index).loadUnaligned(as: Float.self)
          p += x * with[index]
          s += x * x
          index += 1
        }
        products[row] = p
        squares[row] = s
      }
    }
    return (products, squares)
  }
}
