#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Float32 memory aligned to a cache line, freed with its last view.
///
/// The kernels write to it from several threads at once, each to its own part; who writes where is decided by the
/// static partition of ``ThreadPool``.
package final class Storage: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  /// Capacity in floats.
  package let count: Int

  /// Bytes between the starts of two allocations that must not share a cache line.
  static let alignment = 64

  /// What the allocator gave, and must get back.
  private let allocation: UnsafeMutableRawPointer

  /// Room for `count` floats.
  ///
  /// Large zeroed memory comes from the system page by page on first use, so that the rows of a table's gradient and
  /// moments that training never touches are never resident.
  package init(count: Int, zeroed: Bool = true) {
    self.count = max(count, 1)
    let bytes = self.count * MemoryLayout<Float>.stride + Self.alignment
    guard let allocation = zeroed ? calloc(1, bytes) : malloc(bytes) else {
      // There is no way on: every kernel needs its operands. The limits of sizes are checked where data is read.
      preconditionFailure("no memory for \(bytes) bytes")
    }
    self.allocation = allocation
    base = allocation.alignedUp(toMultipleOf: Self.alignment).bindMemory(to: Float.self, capacity: self.count)
  }

  deinit { free(allocation) }
}
