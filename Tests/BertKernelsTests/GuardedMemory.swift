import BertKernels
import Foundation

/// Hands out matrices that end where readable memory ends: behind each lies a page that stops the process at the first
/// byte read or written. Its memory is taken back with it.
final class GuardedMemory {
  private var mappings: [(start: UnsafeMutableRawPointer, bytes: Int)] = []

  func matrix(_ rows: Int, _ columns: Int) -> Matrix {
    let page = Int(sysconf(Int32(_SC_PAGESIZE))), bytes = rows * columns * MemoryLayout<Float>.stride
    let whole = (bytes + page - 1) / page * page
    guard let start = mmap(nil, whole + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      start != MAP_FAILED, mprotect(start + whole, page, PROT_NONE) == 0
    else { preconditionFailure("no memory") }
    mappings.append((start, whole + page))
    let first = (start + (whole - bytes)).bindMemory(to: Float.self, capacity: rows * columns)
    return Matrix(rows: rows, columns: columns, borrowing: .init(start: first, count: rows * columns))
  }

  func matrix(_ rows: Int, _ columns: Int, _ random: inout TestRandom) -> Matrix {
    let matrix = matrix(rows, columns)
    matrix.copy(from: random.matrix(rows, columns))
    return matrix
  }

  deinit {
    for mapping in mappings { munmap(mapping.start, mapping.bytes) }
  }
}
