#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// 1 / (1 + e^−x) by linear interpolation in a table, with an error below 1e-5.
struct LogisticTable {
  /// For |x| beyond it, the function is 0 or 1 to within 1.2e-7.
  static let limit: Float = 16
  private static let steps = 2048
  private let points: Storage

  init() {
    points = Storage(count: Self.steps + 2)
    for index in 0...Self.steps + 1 {
      let x = (Double(index) / Double(Self.steps) * 2 - 1) * Double(Self.limit)
      points.base[index] = Float(1 / (1 + exp(-x)))
    }
  }

  @inline(__always)
  func callAsFunction(_ x: Float) -> Float {
    if x >= Self.limit { return 1 }
    // NaN fails this too, as it must not become an index.
    guard x > -Self.limit else { return 0 }
    let place = (x + Self.limit) * (Float(Self.steps) / (2 * Self.limit))
    let index = Int(place)
    let low = points.base[index]
    return low + (points.base[index + 1] - low) * (place - Float(index))
  }
}
