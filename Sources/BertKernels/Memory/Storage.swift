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

  /// Room for at least `count` floats. Zeroed memory is asked of the system page by page, so that what is never
  /// touched is never resident.
  package init(count: Int, zeroed: Bool = true) {
    self.count = max(count, 1)
    // No slack: no kernel reads or writes beyond a buffer, and the address sanitizer sees it where one does.
    let bytes = self.count * MemoryLayout<Float>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: Self.alignment)
    base = raw.bindMemory(to: Float.self, capacity: self.count)
    if zeroed { memset(raw, 0, bytes) }
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }
}
