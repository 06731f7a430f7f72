/// The speed of this machine, by the fastest of several runs, as other programs can only make a run slower.
extension Compute {
  /// Floating-point operations per second of products of the encoder's size: C `[M, 768]` = A `[M, 768]` · B `[768,
  /// 768]`, where B is packed beforehand and A during the product.
  ///
  /// - Parameter seconds: The duration of the measurement.
  package func productSpeed(seconds: Double) -> Double {
    let a = measuredRows, b = Matrix(rows: Self.measuredWidth, columns: Self.measuredWidth)
    let c = Matrix(rows: a.rows, columns: b.columns)
    b.fillUnevenly()
    let packed = pack(b.operand)
    return speed(operations: 2 * a.rows * b.rows * b.columns, seconds) {
      multiply(a.operand, packed, into: c)
    }
  }

  /// The same in eight bits, where A is quantized during the product.
  ///
  /// - Parameter seconds: The duration of the measurement.
  package func quantizedProductSpeed(seconds: Double) -> Double {
    let a = measuredRows, weights = Matrix(rows: Self.measuredWidth, columns: Self.measuredWidth)
    let c = Matrix(rows: a.rows, columns: weights.rows)
    weights.fillUnevenly()
    let packed = pack(QuantizedMatrix(quantizing: weights, keeping: []))
    return speed(operations: 2 * a.rows * weights.count, seconds) { multiply(a, packed, into: c) }
  }

  /// Bytes per second that all threads together read from memory, measured by a sum of many floats.
  ///
  /// - Parameters:
  ///   - bytes: The memory that is read, more than the caches hold.
  ///   - seconds: The duration of the measurement.
  package func readingSpeed(bytes: Int, seconds: Double) -> Double {
    let values = Matrix(rows: max(1, bytes / (4 * Self.readRow)), columns: Self.readRow)
    // Pages become resident only when they are written.
    forRanges(values.rows, width: Self.readRow) { rows in values.rows(rows).fill(1) }
    let sums = Matrix(rows: values.rows, columns: 1)
    return speed(operations: 4 * values.count, seconds) {
      forRanges(values.rows, width: Self.readRow) { rows in
        for row in rows { sums.row(row)[0] = Self.sum(values.row(row), Self.readRow) }
      }
    }
  }

  private static var measuredWidth: Int { 768 }
  /// Floats in a row, which one thread sums.
  private static var readRow: Int { 1 << 14 }

  /// A `[M, 768]`, with enough rows for all threads, and few enough for a product to end before the system schedules
  /// another program on the core.
  private var measuredRows: Matrix {
    let a = Matrix(rows: 192 * threads, columns: Self.measuredWidth)
    a.fillUnevenly()
    return a
  }

  private func speed(operations: Int, _ seconds: Double, _ run: () -> Void) -> Double {
    run()
    var quickest = Duration.seconds(1000), taken = Duration.zero
    repeat {
      let time = ContinuousClock().measure(run)
      quickest = min(quickest, time)
      taken += time
    } while taken < .seconds(seconds)
    return Double(operations) / (quickest / .seconds(1))
  }

  /// The sum of `count` floats, a multiple of 64. Eight accumulators hide the latency of an addition.
  private static func sum(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
    var a = F8(), b = F8(), c = F8(), d = F8(), e = F8(), f = F8(), g = F8(), h = F8()
    for i in stride(from: 0, to: count & ~63, by: 64) {
      a += load(x, i)
      b += load(x, i + 8)
      c += load(x, i + 16)
      d += load(x, i + 24)
      e += load(x, i + 32)
      f += load(x, i + 40)
      g += load(x, i + 48)
      h += load(x, i + 56)
    }
    return BertKernels.sum((a + b) + (c + d) + ((e + f) + (g + h)))
  }
}

extension Matrix {
  /// Fills the matrix with small numbers of both signs: products of zeros take less power, and so less time, than those
  /// of a model.
  fileprivate func fillUnevenly() {
    for row in 0..<rows {
      for column in 0..<columns { self[row, column] = Float((row * 31 + column * 17) % 255 - 127) / 127 }
    }
  }
}
