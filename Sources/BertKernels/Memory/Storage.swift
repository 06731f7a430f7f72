#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Float32 memory aligned to a cache line, deallocated with its last view.
///
/// The kernels write to it from several threads at once, each to parts of its own, which the partition of the work
/// determines (see ``ThreadPool``).
package final class Storage: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  /// Capacity in floats.
  package let count: Int

  /// The alignment in bytes, a cache line.
  static let alignment = 64

  private let owner: Owner

  /// How the memory is deallocated.
  private enum Owner {
    case allocator
    /// Mapped pages, with their size in bytes.
    case system(Int)
    case caller
  }

  /// The size in bytes from which zeroed memory is mapped in pages of its own.
  private static let largeBytes = 1 << 20

  /// Allocates `count` floats.
  ///
  /// Large zeroed memory is mapped, so that the system provides each page on first use: rows of an embedding table's
  /// gradient and moments that training never touches are never resident. It also returns to the system at once, which
  /// an allocator does not guarantee: the memory of the gradients is free during the validation of an epoch.
  ///
  /// - Parameters:
  ///   - count: Floats; at least one is allocated.
  ///   - zeroed: Whether the memory is zero; otherwise its contents are unspecified.
  package init(count: Int, zeroed: Bool = true) {
    self.count = max(count, 1)
    let bytes = self.count * MemoryLayout<Float>.stride
    if zeroed, bytes >= Self.largeBytes {
      let pages = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
      guard let pages, pages != MAP_FAILED else {
        // No kernel can work without its operands. Sizes are limited where data is read.
        preconditionFailure("no memory for \(bytes) bytes")
      }
      base = pages.bindMemory(to: Float.self, capacity: self.count)
      owner = .system(bytes)
    } else {
      // No slack: no kernel reads or writes beyond a buffer, and the address sanitizer reports one that does.
      let raw =
        zeroed
        ? UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: Self.alignment)
        : LargePages.allocate(byteCount: bytes, alignment: Self.alignment)
      base = raw.bindMemory(to: Float.self, capacity: self.count)
      if zeroed { memset(raw, 0, bytes) }
      owner = .allocator
    }
  }

  /// Memory that the caller owns, and that must outlive all views.
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
