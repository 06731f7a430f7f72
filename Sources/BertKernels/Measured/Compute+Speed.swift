/// What a machine does in a second, by the quickest of several runs: other programs can only make one slower.
extension Compute {
  /// Multiplications and additions a second of products as the encoder has them: C `[M, 768]` = A `[M, 768]` · B, where B is
  /// packed beforehand and A is packed as it goes.
  ///
  /// - Parameter seconds: For how long it is measured.
  package func productSpeed(seconds: Double) -> Double {
    let a = measuredRows, b = Matrix(rows: Self.measuredWidth, columns: Self.measuredWidth)
    let c = Matrix(rows: a.rows, columns: b.columns)
    b.fillUnevenly()
    let packed = pack(b.operand)
    return speed(operations: 2 * a.rows * b.rows * b.columns, seconds) {
      multiply(a.operand, packed, into: c)
    }
  }

  /// The same in eight bits, where A is quantised as it goes.
  ///
  /// - Parameter seconds: For how long it is measured.
  package func quantizedProductSpeed(seconds: Double) -> Double {
    let a = measuredRows, weights = Matrix(rows: Self.measuredWidth, columns: Self.measuredWidth)
    let c = Matrix(rows: a.rows, columns: weights.rows)
    weights.fillUnevenly()
    let packed = pack(QuantizedMatrix(quantizing: weights, keeping: []))
    return speed(operations: 2 * a.rows * weights.count, seconds) { multiply(a, packed, into: c) }
  }

  /// Bytes a second that all threads together read from memory: the sum of many floats.
  ///
  /// - Parameters:
  ///   - bytes: More than the caches hold. - seconds: For how long it is measured.
  package func readingSpeed(bytes: Int, seconds: Double) -> Double {
    let values = Matrix(rows: max(1, bytes / (4 * Self.readRow)), columns: Self.readRow)
    // The pages are there only once they were written.
    forRanges(values.rows, width: Self.readRow) { rows in values.rows(rows).fill(1) }
    let sums = Matrix(rows: values.rows, columns: 1)
    return speed(operations: 4 * values.count, seconds) {
      forRanges(values.rows, width: Self.readRow) { rows in
        for row in rows { sums.row(row)[0] = Self.sum(values.row(row), Self.readRow) }
      }
    }
  }

  private static var measuredWidth: Int { 768 }
  /// Floats of a row that one thread adds up at a time.
  private static var readRow: Int { 1 << 14 }

  /// A `[M, 768]`, with rows enough for all threads, and so few that a product is done before the system lets another program
  /// have the core.
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

  /// Eight chains hide how long an addition takes.
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
  /// Small numbers of both signs: products of zeros take less power, and so less time, than those of a model.
  fileprivate func fillUnevenly() {
    for row in 0..<rows {
      for column in 0..<columns { self[row, column] = Float((row * 31 + column * 17) % 255 - 127) / 127 }
    }
  }
}
