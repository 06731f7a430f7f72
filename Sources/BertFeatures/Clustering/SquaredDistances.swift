import BertKernels

/// Squared Euclidean distances of rows to a few points, in blocks of rows by one matrix product each: ‖x‖² + ‖c‖² - 2
/// x·c after the rows' mean is taken from both, which keeps the lengths small and the difference exact.
///
/// Where two points are so near that the difference loses its digits, the distance is computed again in double
/// precision.
struct SquaredDistances {
  let rows: Matrix
  let compute: Compute
  /// The mean of the rows, rounded to single precision. [D]
  private let mean: [Float]
  /// ‖x - mean‖². [N]
  let norms: [Float]

  /// Below this part of ‖x‖² + ‖c‖² a distance is computed again; the product's error is about 1e-7 of it.
  private static let cancellation: Float = 1e-2
  /// Products that are kept at a time.
  private static let blockProducts = 1 << 20

  init(_ rows: Matrix, compute: Compute) {
    self.rows = rows
    self.compute = compute.computing(in: .float32)
    let (count, width) = (rows.rows, rows.columns)
    var sums = [Double](repeating: 0, count: width)
    sums.withUnsafeMutableBufferPointer { sums in
      // Threads share the columns, so that each sum runs over the rows in their order.
      compute.forRanges(width, width: count) { columns in
        for row in 0..<count {
          let values = rows.row(row)
          for column in columns { sums[column] += Double(values[column]) }
        }
      }
    }
    let mean = sums.map { Float($0 / Double(max(1, count))) }
    var norms = [Float](repeating: 0, count: count)
    norms.withUnsafeMutableBufferPointer { norms in
      compute.forRanges(count, width: width) { range in
        for row in range {
          let values = rows.row(row)
          var sum = 0.0
          for column in 0..<width {
            let value = Double(values[column] - mean[column])
            sum += value * value
          }
          norms[row] = Float(sum)
        }
      }
    }
    self.mean = mean
    self.norms = norms
  }

  /// The mean of the columns' variances, the unit of tolerances.
  var meanVariance: Double {
    norms.reduce(0) { $0 + Double($1) } / Double(max(1, rows.rows * rows.columns))
  }

  /// Points without the mean, and their squared lengths.
  ///
  /// - Parameter points: [K, D]
  private func centred(_ points: [Double]) -> (points: Matrix, norms: [Float]) {
    let width = rows.columns, count = points.count / width
    let matrix = Matrix(rows: count, columns: width)
    var norms = [Float](repeating: 0, count: count)
    for point in 0..<count {
      var sum = 0.0
      for column in 0..<width {
        let value = points[point * width + column] - Double(mean[column])
        matrix.row(point)[column] = Float(value)
        sum += value * value
      }
      norms[point] = Float(sum)
    }
    return (matrix, norms)
  }

  /// Calls `body` on several threads with each row and its products with the points, both without the mean, and the
  /// points' squared lengths.
  ///
  /// - Parameter points: [K, D]
  func forEachRow(
    _ points: [Double],
    _ body: (_ row: Int, _ products: UnsafePointer<Float>, _ pointNorms: UnsafeBufferPointer<Float>) -> Void
  ) {
    let width = rows.columns
    let (matrix, pointNorms) = centred(points)
    let count = matrix.rows
    guard count > 0 else { return }
    let packed = compute.pack(matrix.transpose)  // [D, K]
    let block = max(64, min(4096, Self.blockProducts / max(count, width)))
    let shifted = Matrix(rows: min(block, rows.rows), columns: width)
    let products = Matrix(rows: min(block, rows.rows), columns: count)
    pointNorms.withUnsafeBufferPointer { pointNorms in
      for start in stride(from: 0, to: rows.rows, by: block) {
        let size = min(block, rows.rows - start)
        compute.forRanges(size, width: width) { range in
          for index in range {
            let from = rows.row(start + index), to = shifted.row(index)
            for column in 0..<width { to[column] = from[column] - mean[column] }
          }
        }
        compute.multiply(shifted.rows(0..<size).operand, packed, into: products.rows(0..<size))  // [size, K]
        compute.forRanges(size, width: count) { range in
          for index in range { body(start + index, products.row(index), pointNorms) }
        }
      }
    }
  }

  /// The squared distance of a row and a point by the product of both without the mean.
  ///
  /// - Parameter point: The point's values with the mean. [D]
  func squared(_ row: Int, product: Float, pointNorm: Float, to point: (Int) -> Double) -> Double {
    let sum = norms[row] + pointNorm
    let distance = sum - 2 * product
    if distance > Self.cancellation * sum { return Double(distance) }
    return exact(row, to: point)
  }

  /// The squared distance in double precision.
  func exact(_ row: Int, to point: (Int) -> Double) -> Double {
    let values = rows.row(row)
    var squares = 0.0
    for column in 0..<rows.columns {
      let difference = Double(values[column]) - point(column)
      squares += difference * difference
    }
    return squares
  }
}
