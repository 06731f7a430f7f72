package import BertKernels
import BertStorage
package import Foundation

/// A whole file of vectors: all rows in single precision, and their ids and columns.
package struct VectorRows: Sendable {
  private let file: VectorFile

  /// Rows in the file.
  package var count: Int { file.place.rows }
  /// Values of a vector.
  package var dimensions: Int { file.place.dimensions }

  /// Opens a file that ``VectorSearch`` reads too.
  ///
  /// - Throws: `fileMissing`, `vectors`, `checkpoint`, `file`.
  package init(contentsOf url: URL) throws(ExportError) { file = try VectorFile(url) }

  /// All rows; int8 codes become the values that they represent, bits +1 and -1. [N, D]
  ///
  /// - Throws: `vectors` for a row with a value that is not finite, or a file that ends before its last row.
  package func matrix() throws(ExportError) -> Matrix {
    let matrix = Matrix(rows: count, columns: dimensions), file = file
    let faulty: Int? = try file.withRows { rows in
      (0..<matrix.rows).first { row in !Self.copy(rows[row], to: matrix.row(row), file) }
    }
    if let faulty {
      throw .vectors(
        path: file.url.relativePath,
        reason: "row \(faulty), counted from 0, has a value that is not finite; write it again with bertft embed")
    }
    return matrix
  }

  /// The ids and columns of the rows: for each the members of a JSON object, the id first, without its braces. [N]
  ///
  /// - Throws: `vectors` if they are missing or fewer than the rows; `file`.
  package func members() throws(ExportError) -> [String] { try file.members(of: Array(0..<count)) }

  /// - Returns: whether all values are finite.
  private static func copy(
    _ source: UnsafeRawPointer, to row: UnsafeMutablePointer<Float>, _ file: VectorFile
  ) -> Bool {
    let dimensions = file.place.dimensions
    switch file.place.element {
    case .float32:
      var isFinite = true
      for index in 0..<dimensions {
        let value = Float(
          bitPattern: UInt32(littleEndian: source.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)))
        row[index] = value
        if !value.isFinite { isFinite = false }
      }
      return isFinite
    case .int8:
      // A file of codes without a range for each dimension is not opened.
      guard let ranges = file.ranges else { return false }
      let steps = ranges.steps
      for index in 0..<dimensions {
        let code = Float(source.load(fromByteOffset: index, as: Int8.self))
        row[index] = ranges.minimum[index] + (code + 128) * steps[index]
      }
      return true
    case .binary:
      for index in 0..<dimensions {
        let byte = source.load(fromByteOffset: index / 8, as: UInt8.self)
        row[index] = byte >> UInt8(7 - index % 8) & 1 == 1 ? 1 : -1
      }
      return true
    }
  }
}
