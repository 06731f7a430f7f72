import CKernels

extension VectorScan {
  /// scores[i] = row i · query.
  static func products(
    _ scores: UnsafeMutablePointer<Float>, _ rows: ScanRows, _ range: Range<Int>, _ query: UnsafePointer<Float>,
    _ dimensions: Int
  ) {
    for row in range {
      let r = rows[row]
      // Four accumulators hide the latency of the additions.
      var a = F8.zero, b = F8.zero, c = F8.zero, d = F8.zero
      var index = 0
      while index &+ 32 <= dimensions {
        a = fma(floats(r, index), load(query, index), a)
        b = fma(floats(r, index &+ 8), load(query, index &+ 8), b)
        c = fma(floats(r, index &+ 16), load(query, index &+ 16), c)
        d = fma(floats(r, index &+ 24), load(query, index &+ 24), d)
        index &+= 32
      }
      while index &+ 8 <= dimensions {
        a = fma(floats(r, index), load(query, index), a)
        index &+= 8
      }
      var rest: Float = 0
      while index < dimensions {
        rest += float(r, index) * query[index]
        index &+= 1
      }
      scores[row &- range.lowerBound] = sum((a + b) + (c + d)) + rest
    }
  }

  /// Divides scores by the L2 norms of their rows; a row of zeros keeps its 0.
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
      // Four accumulators hide the latency of the additions.
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
    @inline(__always) func word(_ row: UnsafeRawPointer, _ index: Int) -> Int {
      let word = row.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      return (word ^ query.loadUnaligned(fromByteOffset: index, as: UInt64.self)).nonzeroBitCount
    }
    for row in range {
      let r = rows[row]
      var count = 0, index = 0
      while index &+ 24 <= bytes {
        count &+= word(r, index) &+ word(r, index &+ 8) &+ word(r, index &+ 16)
        index &+= 24
      }
      while index &+ 8 <= bytes {
        count &+= word(r, index)
        index &+= 8
      }
      while index < bytes {
        let byte = r.load(fromByteOffset: index, as: UInt8.self)
        count &+= (byte ^ query.load(fromByteOffset: index, as: UInt8.self)).nonzeroBitCount
        index &+= 1
      }
      scores[row &- range.lowerBound] = -Float(count)
    }
  }

  /// The largest of `count` scores, without NaNs; -∞ where there is none.
  static func largest(_ scores: UnsafePointer<Float>, _ count: Int) -> Float {
    var a = F8(repeating: -.infinity), b = a
    var index = 0
    while index &+ 16 <= count {
      a = ck_max(load(scores, index), a)
      b = ck_max(load(scores, index &+ 8), b)
      index &+= 16
    }
    a = ck_max(a, b)
    var largest = -Float.infinity
    for lane in 0..<8 where a[lane] > largest { largest = a[lane] }
    while index < count {
      if scores[index] > largest { largest = scores[index] }
      index &+= 1
    }
    return largest
  }

  @inline(__always) private static func floats(_ row: UnsafeRawPointer, _ index: Int) -> F8 {
    row.loadUnaligned(fromByteOffset: index * 4, as: F8.self)
  }

  @inline(__always) private static func float(_ row: UnsafeRawPointer, _ index: Int) -> Float {
    row.loadUnaligned(fromByteOffset: index * 4, as: Float.self)
  }
}
