/// The microkernel of a quantized product: a 6 × 16 tile of C in Int32 over the whole depth.
enum QuantizedTile {
  typealias I8 = SIMD8<Int32>

  /// C[0..<6, 0..<16] = A·B, where `add` multiplies the values of two words.
  ///
  /// - Parameters:
  ///   - depth: Steps of one word each.
  ///   - a: `depth` steps of six words.
  ///   - b: `depth` steps of sixteen words.
  ///   - c: The first element of the tile, rows `stride` apart; all of 6 × 16 is written.
  ///   - add: Maps sums, words of A and words of B to the new sums.
  @inline(__always)
  static func multiply(
    depth: Int, _ a: UnsafePointer<Int32>, _ b: UnsafePointer<Int32>, _ c: UnsafeMutablePointer<Int32>, stride: Int,
    add: (I8, I8, I8) -> I8
  ) {
    var l0 = I8(), h0 = I8(), l1 = I8(), h1 = I8(), l2 = I8(), h2 = I8()
    var l3 = I8(), h3 = I8(), l4 = I8(), h4 = I8(), l5 = I8(), h5 = I8()
    var a = a, b = b
    for _ in 0..<depth {
      let low = UnsafeRawPointer(b).loadUnaligned(as: I8.self),
        high = UnsafeRawPointer(b + 8).loadUnaligned(as: I8.self)
      let s0 = I8(repeating: a[0])
      l0 = add(l0, s0, low)
      h0 = add(h0, s0, high)
      let s1 = I8(repeating: a[1])
      l1 = add(l1, s1, low)
      h1 = add(h1, s1, high)
      let s2 = I8(repeating: a[2])
      l2 = add(l2, s2, low)
      h2 = add(h2, s2, high)
      let s3 = I8(repeating: a[3])
      l3 = add(l3, s3, low)
      h3 = add(h3, s3, high)
      let s4 = I8(repeating: a[4])
      l4 = add(l4, s4, low)
      h4 = add(h4, s4, high)
      let s5 = I8(repeating: a[5])
      l5 = add(l5, s5, low)
      h5 = add(h5, s5, high)
      a += 6
      b += 16
    }
    write(l0, h0, c)
    write(l1, h1, c + stride)
    write(l2, h2, c + 2 &* stride)
    write(l3, h3, c + 3 &* stride)
    write(l4, h4, c + 4 &* stride)
    write(l5, h5, c + 5 &* stride)
  }

  /// Two 16-bit products in each lane, in plain Swift: what `vpmaddwd` does.
  @inline(__always)
  static func dotPairs(_ a: I8, _ b: I8) -> I8 {
    let half = I8(repeating: 16)
    return ((a &<< half) &>> half) &* ((b &<< half) &>> half) &+ (a &>> half) &* (b &>> half)
  }

  @inline(__always)
  private static func write(_ low: I8, _ high: I8, _ c: UnsafeMutablePointer<Int32>) {
    let target = UnsafeMutableRawPointer(c)
    target.storeBytes(of: low, as: I8.self)
    target.storeBytes(of: high, toByteOffset: 32, as: I8.self)
  }
}
