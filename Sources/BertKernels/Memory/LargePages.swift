#if canImport(Glibc)
  import Glibc
#endif

/// Allocates memory in huge pages of 2 MiB where the system offers them on request: they take fewer page faults and
/// fewer entries of the processor's TLB.
enum LargePages {
  private static let size = 2 << 20

  /// Memory with unspecified contents, to be deallocated like any other. From 4 MiB on it is aligned to a huge page.
  static func allocate(byteCount: Int, alignment: Int) -> UnsafeMutableRawPointer {
    #if canImport(Glibc)
      if byteCount >= 2 * size {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: size)
        // Only whole pages: the rest of the last one may belong to other allocations. The system may refuse.
        _ = madvise(memory, byteCount / size * size, Int32(MADV_HUGEPAGE))
        return memory
      }
    #endif
    return UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: alignment)
  }
}
