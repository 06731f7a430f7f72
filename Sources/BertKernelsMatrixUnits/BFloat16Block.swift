import CKernels

/// Which instruction multiplies words of two bfloat16.
package enum BFloat16Unit: Sendable {
  /// `tdpbf16ps` of AMX, on tiles of 16 × 16 sums.
  case tiles
  /// `vdpbf16ps` of AVX512-BF16, on registers of sixteen sums.
  case pairs

  /// Runs `body` with the unit of this thread ready for ``BFloat16Block/multiplyPanel(_:columns:steps:_:_:panelWords:into:stride:accumulate:)``.
  package func use(_ body: () -> Void) {
    switch self {
    case .tiles: TileConfiguration.use(body)
    case .pairs: body()
    }
  }
}

/// Products of a block of packed factors, see ``BFloat16Packing``.
package enum BFloat16Block {
  /// C[0..<rows, 0..<columns] = A·B, or += where `accumulate`; nothing beyond is written.
  ///
  /// - Parameters:
  ///   - steps: Of 32 values each.
  ///   - c: The first sum, rows `stride` apart.
  ///   - edge: Room for 32 × 32 sums.
  ///
  /// Every sum is one chain of additions, which begins with what C holds where `accumulate`, whether it lies in a square
  /// over the edge or not. 512 columns at a time, so that their panels stay in the second-level cache while all panels
  /// of A, each in the first, meet them, and a row of C is written from front to back.
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

  /// C[0..<32, 0..<columns] = A·B, or += where `accumulate`, for one panel of A, in whole squares: what lies beyond the
  /// last column is written too. ``BFloat16Unit/use(_:)`` stands around it.
  ///
  /// - Parameter panelWords: From one panel of B to the next.
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
