/// An immutable array behind a pointer that does not move.
///
/// The matching loop reads several tables at once for every byte of text; holding plain pointers spares it the
/// reference counting and the bounds checks of as many arrays. Safe to share: nobody writes after `init`.
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
