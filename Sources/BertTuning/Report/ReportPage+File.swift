import BertReport
import BertStorage
import Foundation

extension ReportPage {
  /// Writes the page into a bundle.
  ///
  /// - Returns: The file.
  /// - Throws: `file` where it cannot be written.
  func write(into bundle: URL) throws(TuningError) -> URL {
    let file = bundle.appendingPathComponent(Self.fileName)
    let data = data
    try TuningError.onFiles { () throws(FileError) in try AtomicFile.write(data, to: file) }
    return file
  }
}
