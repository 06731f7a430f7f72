import CKernels

extension VectorScan {
  /// scores[i] = row i · query. Two accumulators a row, sixteen values a step.
  static func products(
    _ scores: UnsafeMutablePointer<Float>, _ rows: ScanRows, _ range: Range<Int>, _ query: UnsafePointer<Float>,
    _ dimensions: Int
  ) {
    var row = range.lowerBound
    while row + 4 <= range.upperBound {
      let r0 = rows[row], r1 = rows[row + 1], r2 = rows[row + 2], r3 = rows[row + 3]
      var a0 = F8.zero, a1 = F8.zero, a2 = F8.zero, a3 = F8.zero
      var b0 = F8.zero, b1 = F8.zero, b2 = F8.zero, b3 = F8.zero
      var index = 0
      while index + 16 <= dimensions {
        let p = load(query, index), q = load(query, index + 8)
        a0 = fma(floats(r0, index), p, a0)
        b0 = fma(floats(r0, index + 8), q, b0)
        a1 = fma(floats(r1, index), p, a1)
        b1 = fma(floats(r1, index + 8), q, b1)
        a2 = fma(floats(r2, index), p, a2)
        b2 = fma(floats(r2, index + 8), q, b2)
        a3 = fma(floats(r3, index), p, a3)
        b3 = fma(floats(r3, index + 8), q, b3)
        index += 16
      }
      let target = scores + (row - range.lowerBound)
      target[0] = sum(a0 + b0) + tail(r0, query, index, dimensions)
      target[1] = sum(a1 + b1) + tail(r1, query, index, dimensions)
      target[2] = sum(a2 + b2) + tail(r2, query, index, dimensions)
      target[3] = sum(a3 + b3) + tail(r3, query, index, dimensions)
      row += 4
    }
    while row < range.upperBound {
      let r = rows[row]
      var a = F8.zero, b = F8.zero
      var index = 0
      while index + 16 <= dimensions {
        a = fma(floats(r, index), load(query, index), a)
        b = fma(floats(r, index + 8), load(query, index + 8), b)
        index += 16
      }
      scores[row - range.lowerBound] = sum(a + b) + tail(r, query, index, dimensions)
      row += 1
    }
  }

  /// Divides scores by the lengths of their rows; a row of zeros keeps its 0.
  static func divideByLengths(
    _ scores: UnsafeMutablePointer<Float>, _ rows: ScanRows, _ range: Range<Int>, _ dimensions: Int
  ) {
    for row in range {
      let r = rows[row]
      var a = F8.zero
      var index = 0
      while index + 8 <= dimensions {
        let values = floats(r, index)
        a = fma(values, values, a)
        index += 8
      }
      var squares = sum(a)
      while index < dimensions {
        let value = float(r, index)
        squares += value * value
        index += 1
      }
      if squares > 0 { scores[row - range.lowerBound] /= squares.squareRoot() }
    }
  }

  /// scores[i] = bias + codes of row i · weights.
  static func codeProducts(
    _ scores: UnsafeMutablePointer<Float>, _ rows: ScanRows, _ range: Range<Int>, _ weights: UnsafePointer<Float>,
    _ dimensions: Int, _ bias: Float
  ) {
    for row in range {
      let r = rows[row]
      // Four sums at once hide the latency of the additions.
      var a = F8.zero, b = F8.zero, c = F8.zero, d = F8.zero
      var index = 0
      while index + 32 <= dimensions {
        a = fma(ck_float_of_signed_bytes(r + index), load(weights, index), a)
        b = fma(ck_float_of_signed_bytes(r + index + 8), load(weights, index + 8), b)
        c = fma(ck_float_of_signed_bytes(r + index + 16), load(weights, index + 16), c)
        d = fma(ck_float_of_signed_bytes(r + index + 24), load(weights, index + 24), d)
        index += 32
      }
      var rest: Float = 0
      while index < dimensions {
        rest += Float(r.load(fromByteOffset: index, as: Int8.self)) * weights[index]
        index += 1
      }
      scores[row - range.lowerBound] = bias + (sum((a + b) + (c + d)) + rest)
    }
  }

  /// scores[i] = -(bits of row i that differ from the query's).
  static func differences(
    _ scores: UnsafeMutablePointer<Float>, _ rows: ScanRows, _ range: Range<Int>, _ query: UnsafeRawPointer,
    _ bytes: Int
  ) {
    for row in range {
      let r = rows[row]
      var count = 0, index = 0
      while index + 8 <= bytes {
        let difference =
          r.loadUnaligned(fromByteOffset: index, as: UInt64.self)
          ^ query.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        count += difference.nonzeroBitCount
        index += 8
      }
      while index < bytes {
        let difference =
          r.load(fromByteOffset: index, as: UInt8.self) ^ query.load(fromByteOffset: index, as: UInt8.self)
        count += difference.nonzeroBitCount
        index += 1
      }
      scores[row - range.lowerBound] = -Float(count)
    }
  }

  @inline(__always) private static func floats(_ row: UnsafeRawPointer, _ index: Int) -> F8 {
    row.loadUnaligned(fromByteOffset: index * 4, as: F8.self)
  }

  @inline(__always) private static func float(_ row: UnsafeRawPointer, _ index: Int) -> Float {
    row.loadUnaligned(fromByteOffset: index * 4, as: Float.self)
  }

  /// The products behind the last whole step.
  @inline(__always) private static func tail(
    _ row: UnsafeRawPointer, _ query: UnsafePointer<Float>, _ start: Int, _ end: Int
  ) -> Float {
    var sum: Float = 0
    var index = start
    while index < end {
      sum += float(row, index) * query[index]
      index += 1
    }
    return sum
  }
}
