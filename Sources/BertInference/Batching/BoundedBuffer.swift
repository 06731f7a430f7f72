import Synchronization

/// A queue of limited size between two tasks: one appends, the other takes.
final class BoundedBuffer<Element: Sendable>: Sendable {
  private struct State {
    var elements: [Element] = []
    /// Set when nothing more will be appended; an error is thrown after the last element.
    var end: Result<Void, any Error>?
    var isClosed = false
    var reader: CheckedContinuation<Void, Never>?
    var writer: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())
  private let limit: Int

  init(limit: Int) { self.limit = max(1, limit) }

  /// Appends an element; waits while the buffer is full.
  ///
  /// - Returns: Whether more elements are wanted; false after ``close()``.
  func append(_ element: Element) async -> Bool {
    await withCheckedContinuation { continuation in
      let isFull = state.withLock { state in
        guard !state.isClosed, state.elements.count >= limit else { return false }
        state.writer = continuation
        return true
      }
      if !isFull { continuation.resume() }
    }
    let (isWanted, reader) = state.withLock { state in
      if !state.isClosed { state.elements.append(element) }
      return (!state.isClosed, Self.take(&state.reader))
    }
    reader?.resume()
    return isWanted
  }

  /// Marks the end of the elements: nothing more will be appended.
  func finish(_ end: Result<Void, any Error>) {
    let reader = state.withLock { state in
      state.end = end
      return Self.take(&state.reader)
    }
    reader?.resume()
  }

  /// Drops the elements and refuses further ones; a task that waits is resumed.
  func close() {
    let (reader, writer) = state.withLock { state in
      state.isClosed = true
      state.elements = []
      return (Self.take(&state.reader), Self.take(&state.writer))
    }
    reader?.resume()
    writer?.resume()
  }

  /// All elements in the buffer; waits for the first one. Nil after the last.
  ///
  /// - Throws: After the last element the error of ``finish(_:)``; `CancellationError`.
  func takeAll() async throws -> [Element]? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isEmpty = state.withLock { state in
          guard state.elements.isEmpty, state.end == nil, !state.isClosed else { return false }
          state.reader = continuation
          return true
        }
        if !isEmpty { continuation.resume() }
      }
    } onCancel: {
      close()
    }
    let (elements, end, writer) = state.withLock { state in
      let elements = state.elements
      state.elements = []
      return (elements, state.end, Self.take(&state.writer))
    }
    writer?.resume()
    try Task.checkCancellation()
    if !elements.isEmpty { return elements }
    try end?.get()
    return nil
  }

  private static func take(
    _ continuation: inout CheckedContinuation<Void, Never>?
  ) -> CheckedContinuation<Void, Never>? {
    defer { continuation = nil }
    return continuation
  }
}
