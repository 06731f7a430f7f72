import BertData

extension DataSource {
  /// The texts without their labels.
  ///
  /// - Parameters:
  ///   - reading: How the other files of the run are read.
  ///   - labelColumn: The column of their labels.
  /// - Returns: The texts, the report of reading them, and whether this file has the column of labels too.
  /// - Throws: `DataError`.
  func texts(
    _ reading: ReadingOptions, labelColumn: String?
  ) throws(DataError) -> (texts: [Example], report: ReadingReport, hasLabels: Bool) {
    var plain = reading
    plain.needsLabels = false
    plain.labels = nil
    (plain.labelColumn, plain.labelColumns, plain.labelSeparator) = (nil, [], nil)
    let dataset = try DatasetReader.read(self, options: plain)
    return (dataset.examples, dataset.report, labelColumn.map { hasColumn($0, reading) } ?? false)
  }

  /// Whether the file has a column of labels with a name; false for a pipe, which cannot be read a second time.
  private func hasColumn(_ name: String, _ reading: ReadingOptions) -> Bool {
    guard case .file = self, var stream = try? DatasetReader.stream(self, options: reading) else { return false }
    _ = try? stream.next()
    return stream.report.labelColumn == name
  }
}
