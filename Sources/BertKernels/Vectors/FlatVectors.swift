/// Sums and products over vectors that lie one behind the other in memory that is only read, such as a mapped file.
///
/// `D`: the length of `sum` or `vector`. Bytes need not be aligned.
package enum FlatVectors {
  /// `sum += factor · x` with x the `D` floats at byte `start`.
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

  /// For each of `rows` rows of `D` floats from byte `start` on its product with `vector` and with itself.
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
