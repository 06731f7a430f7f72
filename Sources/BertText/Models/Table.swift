/// An immutable array at a fixed address.
///
/// The matching loop reads several tables for every byte of text; with plain pointers it needs no reference counting
/// and no bounds checks. Safe to share between threads, since it is not written after `init`.
final class Table<Element: BitwiseCopyable>: @unchecked Sendable {
  let pointer: UnsafePointer<Element>
  let count: Int

  init(_ elements: [Element]) {
    let storage = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
    elements.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { storage.initialize(from: base, count: source.count) }
    }
    pointer = UnsafePointer(storage)
    count = elements.count
  }

  deinit { pointer.deallocate() }
}
