/// Memory of Float64 values, deallocated with its last view.
final class DoubleStorage: @unchecked Sendable {
  let base: UnsafeMutablePointer<Double>

  /// Allocates `count` zeros.
  init(count: Int) {
    base = .allocate(capacity: max(count, 1))
    base.initialize(repeating: 0, count: max(count, 1))
  }

  deinit { base.deallocate() }
}
