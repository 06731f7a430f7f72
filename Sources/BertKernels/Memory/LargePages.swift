#if canImport(Glibc)
  import Glibc
#endif

/// Memory that lies in the large pages of 2 MiB, where the system has them for who asks: it is mapped by fewer faults, and
/// found through fewer entries of the processor's table.
enum LargePages {
  private static let size = 2 << 20

  /// Memory with unspecified contents, to be deallocated as any other; from two large pages on it begins with one.
  static func allocate(byteCount: Int, alignment: Int) -> UnsafeMutableRawPointer {
    #if canImport(Glibc)
      if byteCount >= 2 * size {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: size)
        // Only whole pages: the rest of the last may belong to others. The system may decline.
        _ = madvise(memory, byteCount / size * size, Int32(MADV_HUGEPAGE))
        return memory
      }
    #endif
    return UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: alignment)
  }
}
