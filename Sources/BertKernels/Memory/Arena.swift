/// Memory for the intermediate values of one step, handed out from front to back and taken back all at once.
///
/// After the first steps it has grown to what a step needs and allocates no more. A matrix from an arena holds whatever
/// stood there before, and is valid until the mark before it is released.
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

  /// A matrix with unspecified contents, its rows one behind the other.
  package func matrix(rows: Int, columns: Int) -> Matrix {
    let count = (rows * columns + Self.lineFloats - 1) / Self.lineFloats * Self.lineFloats
    while chunk < chunks.count, used + count > chunks[chunk].count {
      chunk += 1
      used = 0
    }
    if chunk == chunks.count {
      // Twice what there is already, so that the number of chunks stays logarithmic in the size of a step.
      let held = chunks.reduce(0) { $0 + $1.count }
      chunks.append(Storage(count: max(count, held, Self.smallestChunk), zeroed: false))
    }
    defer { used += count }
    return Matrix(storage: chunks[chunk], offset: used, rows: rows, columns: columns, stride: columns)
  }

  package var mark: Mark { Mark(chunk: chunk, used: used) }

  /// Takes back all that was handed out since `mark`.
  package func release(_ mark: Mark) {
    chunk = mark.chunk
    used = mark.used
  }

  /// Gives the memory back to the system. Nothing that was handed out may be in use.
  package func trim() {
    precondition(chunk == 0 && used == 0, "memory of the arena is in use")
    chunks = []
  }

  /// How often memory was asked of the system.
  var allocations: Int { chunks.count }

  /// Bytes held, used or not.
  package var byteCount: Int { chunks.reduce(0) { $0 + $1.count } * MemoryLayout<Float>.stride }
}
