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

  private let owner: Owner

  /// Who the memory goes back to.
  private enum Owner {
    case allocator
    /// Pages of the system's own, with their bytes.
    case system(Int)
    case caller
  }

  /// From how many bytes on zeroed memory is of pages of its own.
  private static let largeBytes = 1 << 20

  /// Room for `count` floats.
  ///
  /// Large zeroed memory comes from the system page by page on first use, so that the rows of a table's gradient and
  /// moments that training never touches are never resident; and goes back at once, which an allocator need not do: the
  /// gradients make room for what judges an epoch.
  package init(count: Int, zeroed: Bool = true) {
    self.count = max(count, 1)
    let bytes = self.count * MemoryLayout<Float>.stride
    if zeroed, bytes >= Self.largeBytes {
      let pages = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
      guard let pages, pages != MAP_FAILED else {
        // There is no way on: every kernel needs its operands. Sizes are limited where data is read.
        preconditionFailure("no memory for \(bytes) bytes")
      }
      base = pages.bindMemory(to: Float.self, capacity: self.count)
      owner = .system(bytes)
    } else {
      // No slack: no kernel reads or writes beyond a buffer, and the address sanitizer sees it where one does.
      let raw =
        zeroed
        ? UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: Self.alignment)
        : LargePages.allocate(byteCount: bytes, alignment: Self.alignment)
      base = raw.bindMemory(to: Float.self, capacity: self.count)
      if zeroed { memset(raw, 0, bytes) }
      owner = .allocator
    }
  }

  /// Memory that belongs to the caller and outlives all views.
  init(borrowing memory: UnsafeMutableBufferPointer<Float>) {
    guard let first = memory.baseAddress else { preconditionFailure("borrowed memory must not be empty") }
    (base, count, owner) = (first, memory.count, .caller)
  }

  deinit {
    switch owner {
    case .allocator: UnsafeMutableRawPointer(base).deallocate()
    case .system(let bytes): munmap(base, bytes)
    case .caller: break
    }
  }
}
