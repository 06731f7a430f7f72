import CKernels

/// The instruction that multiplies words of two bfloat16.
package enum BFloat16Unit: Sendable {
  /// `tdpbf16ps` of AMX, on tiles of 16 × 16 sums.
  case tiles
  /// `vdpbf16ps` of AVX512-BF16, on registers of sixteen sums.
  case pairs

  /// Runs `body` with the unit of this thread ready for
  /// ``BFloat16Block/multiplyPanel(_:columns:steps:_:_:panelWords:into:stride:accumulate:)``.
  package func use(_ body: () -> Void) {
    switch self {
    case .tiles: TileConfiguration.use(body)
    case .pairs: body()
    }
  }
}

/// Products of packed factors, see ``BFloat16Packing``.
package enum BFloat16Block {
  /// C[0..<rows, 0..<columns] = A·B, or += where `accumulate`; nothing beyond is written.
  ///
  /// Every sum is a chain of additions that begins with the value of C where `accumulate`, also in a square that
  /// extends beyond the edge. It computes 512 columns at a time, so that their panels of B stay in L2, and each panel
  /// of A in L1, and a row of C is written from front to back.
  ///
  /// - Parameters:
  ///   - unit: The instruction to use.
  ///   - rows: The rows of C.
  ///   - columns: The columns of C.
  ///   - steps: The depth, in steps of 32 values.
  ///   - a: Packed panels of A.
  ///   - b: Packed panels of B.
  ///   - c: The first sum, rows `stride` apart.
  ///   - stride: Values from one row of C to the next.
  ///   - accumulate: Whether C is added to.
  ///   - edge: Scratch memory for 32 × 32 sums.
  package static func multiply(
    _ unit: BFloat16Unit, rows: Int, columns: Int, steps: Int, _ a: UnsafePointer<UInt32>, _ b: UnsafePointer<UInt32>,
    into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool, edge: UnsafeMutablePointer<Float>
  ) {
    switch unit {
    case .tiles:
      TileConfiguration.use {
        forEachSquare(
          rows: rows, columns: columns, steps: steps, a, b, into: c, stride: stride, accumulate: accumulate, edge: edge
        ) { tiles32x32(steps: steps, $0, $1, $2, stride: $3, accumulate: accumulate) }
      }
    case .pairs:
      forEachSquare(
        rows: rows, columns: columns, steps: steps, a, b, into: c, stride: stride, accumulate: accumulate, edge: edge
      ) { pairs32x32(steps: steps, $0, $1, $2, stride: $3, accumulate: accumulate) }
    }
  }

  @inline(__always)
  private static func forEachSquare(
    rows: Int, columns: Int, steps: Int, _ a: UnsafePointer<UInt32>, _ b: UnsafePointer<UInt32>,
    into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool, edge: UnsafeMutablePointer<Float>,
    _ square: (UnsafePointer<UInt32>, UnsafePointer<UInt32>, UnsafeMutablePointer<Float>, Int) -> Void
  ) {
    var first = 0
    while first < columns {
      let end = min(columns, first &+ 512)
      var i = 0
      while i < rows {
        let panel = a + i &* steps &* 16, height = min(32, rows &- i)
        var j = first
        while j < end {
          let width = min(32, columns &- j), target = c + (i &* stride &+ j), right = b + j &* steps &* 16
          if height == 32, width == 32 {
            square(panel, right, target, stride)
          } else {
            if accumulate { copy(target, stride: stride, rows: height, columns: width, into: edge, stride: 32) }
            square(panel, right, edge, 32)
            copy(edge, stride: 32, rows: height, columns: width, into: target, stride: stride)
          }
          j &+= 32
        }
        i &+= 32
      }
      first = end
    }
  }

  /// C[0..<32, 0..<columns] = A·B, or += where `accumulate`, for one panel of A, in whole squares: memory beyond the
  /// last column is written too. To be called within ``BFloat16Unit/use(_:)``.
  ///
  /// - Parameters:
  ///   - unit: The instruction to use.
  ///   - columns: The columns of C.
  ///   - steps: The depth, in steps of 32 values.
  ///   - a: A packed panel of A.
  ///   - b: Packed panels of B.
  ///   - panelWords: Words from one panel of B to the next.
  ///   - c: The first sum, rows `stride` apart.
  ///   - stride: Values from one row of C to the next.
  ///   - accumulate: Whether C is added to.
  package static func multiplyPanel(
    _ unit: BFloat16Unit, columns: Int, steps: Int, _ a: UnsafePointer<UInt32>, _ b: UnsafePointer<UInt32>,
    panelWords: Int, into c: UnsafeMutablePointer<Float>, stride: Int, accumulate: Bool
  ) {
    var b = b, j = 0
    while j < columns {
      switch unit {
      case .tiles: tiles32x32(steps: steps, a, b, c + j, stride: stride, accumulate: accumulate)
      case .pairs: pairs32x32(steps: steps, a, b, c + j, stride: stride, accumulate: accumulate)
      }
      b += panelWords
      j &+= 32
    }
  }

  private static func copy(
    _ source: UnsafePointer<Float>, stride: Int, rows: Int, columns: Int, into target: UnsafeMutablePointer<Float>,
    stride targetStride: Int
  ) {
    for row in 0..<rows { (target + row &* targetStride).update(from: source + row &* stride, count: columns) }
  }
}
