import BertStorage
import Foundation

/// The ids and columns of a file of vectors: the lines of the file beside it.
enum RowLines {
  /// The JSON objects of rows, or nil if there is no such file. The file is read from its start up to the last of the
  /// rows.
  ///
  /// - Throws: `vectors` if it has too few lines; `file`.
  static func lines(of rows: [Int], beside url: URL) throws(ExportError) -> [Int: String]? {
    let place = FileSink.rowsPlace(of: url)
    guard FileManager.default.fileExists(atPath: place.path) else { return nil }
    var wanted = Set(rows)
    var found: [Int: String] = [:]
    try ExportError.onFiles { () throws(FileError) in
      let mapping = try MappedFile(path: place.path)
      try mapping.withBytes(0..<mapping.size) { bytes in
        var start = 0, row = 0
        while start < bytes.count, !wanted.isEmpty {
          let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
          if wanted.remove(row) != nil {
            found[row] = String(decoding: bytes[start..<end], as: UTF8.self)
          }
          row += 1
          start = end + 1
        }
      }
    }
    guard wanted.isEmpty else {
      throw .vectors(path: place.relativePath, reason: "it has fewer lines than there are vectors; write both again")
    }
    return found
  }
}
