/// Memory for the intermediate values of one step, allocated from front to back and released all at once.
///
/// After the first steps it has grown to what a step needs and allocates no more. A matrix from an arena has
/// unspecified contents, and is valid until a mark taken before it is released.
package final class Arena: @unchecked Sendable {
  private var chunks: [Storage] = []
  private var chunk = 0
  private var used = 0

  /// A state to return to.
  package struct Mark {
    fileprivate let chunk: Int
    fileprivate let used: Int
  }

  private static let smallestChunk = 1 << 20
  private static let lineFloats = Storage.alignment / MemoryLayout<Float>.stride

  package init() {}

  /// A contiguous matrix with unspecified contents, `[rows, columns]`.
  package func matrix(rows: Int, columns: Int) -> Matrix {
    let count = (rows * columns + Self.lineFloats - 1) / Self.lineFloats * Self.lineFloats
    while chunk < chunks.count, used + count > chunks[chunk].count {
      chunk += 1
      used = 0
    }
    if chunk == chunks.count {
      // Each chunk doubles the total, so that the number of chunks is logarithmic in the size of a step.
      let held = chunks.reduce(0) { $0 + $1.count }
      chunks.append(Storage(count: max(count, held, Self.smallestChunk), zeroed: false))
    }
    defer { used += count }
    return Matrix(storage: chunks[chunk], offset: used, rows: rows, columns: columns, stride: columns)
  }

  /// The current state, for ``release(_:)``.
  package var mark: Mark { Mark(chunk: chunk, used: used) }

  /// Releases all matrices allocated since `mark`.
  package func release(_ mark: Mark) {
    chunk = mark.chunk
    used = mark.used
  }

  /// Deallocates the memory. No matrix of the arena may be in use.
  package func trim() {
    precondition(chunk == 0 && used == 0, "memory of the arena is in use")
    chunks = []
  }

  /// The number of chunks that were allocated since the last ``trim()``.
  var allocations: Int { chunks.count }

  /// Bytes held, used or not.
  package var byteCount: Int { chunks.reduce(0) { $0 + $1.count } * MemoryLayout<Float>.stride }
}
