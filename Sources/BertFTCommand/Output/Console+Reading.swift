import BertFT
import BertStorage

extension Console {
  /// Says what was left out of a file, what was taken for granted and what looks like a mistake.
  ///
  /// - Parameter file: the file's name where there are several.
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
