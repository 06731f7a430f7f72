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

  /// What `calloc` gave and must get back, where it did.
  private let pages: UnsafeMutableRawPointer?
  private let isOwned: Bool

  /// From how many bytes on zeroed memory is taken page by page.
  private static let largeBytes = 1 << 20

  /// Room for `count` floats.
  ///
  /// Large zeroed memory comes from the system page by page on first use, so that the rows of a table's gradient and
  /// moments that training never touches are never resident.
  package init(count: Int, zeroed: Bool = true) {
    self.count = max(count, 1)
    isOwned = true
    let bytes = self.count * MemoryLayout<Float>.stride
    if zeroed, bytes >= Self.largeBytes {
      guard let raw = calloc(1, bytes + Self.alignment) else {
        // There is no way on: every kernel needs its operands. Sizes are limited where data is read.
        preconditionFailure("no memory for \(bytes) bytes")
      }
      base = raw.alignedUp(toMultipleOf: Self.alignment).bindMemory(to: Float.self, capacity: self.count)
      pages = raw
    } else {
      // No slack: no kernel reads or writes beyond a buffer, and the address sanitizer sees it where one does.
      let raw =
        zeroed
        ? UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: Self.alignment)
        : LargePages.allocate(byteCount: bytes, alignment: Self.alignment)
      base = raw.bindMemory(to: Float.self, capacity: self.count)
      if zeroed { memset(raw, 0, bytes) }
      pages = nil
    }
  }

  /// Memory that belongs to the caller and outlives all views.
  init(borrowing memory: UnsafeMutableBufferPointer<Float>) {
    guard let first = memory.baseAddress else { preconditionFailure("borrowed memory must not be empty") }
    (base, count, pages, isOwned) = (first, memory.count, nil, false)
  }

  deinit {
    guard isOwned else { return }
    if let pages { free(pages) } else { UnsafeMutableRawPointer(base).deallocate() }
  }
}
