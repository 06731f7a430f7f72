import BertFT
import BertStorage

extension Console {
  /// Notes which columns of a file were read and which rows were left out, and remarks on what looks like a mistake.
  ///
  /// - Parameters:
  ///   - report: The report of the reader.
  ///   - file: The file's name where the command reads several.
  func tell(_ report: ReadingReport, of file: String? = nil) {
    let place = file.map { "\($0): " } ?? ""
    if let columns = report.columnsNote { note(place + columns) }
    if let left = report.note { note(place + left) }
    for remark in report.remarks {
      let line = place + remark.wording.commandLine
      if remark.isWarning { warn(line) } else { note(line) }
    }
  }
}
