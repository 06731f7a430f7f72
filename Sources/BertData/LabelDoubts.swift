/// Refuses columns that are not labels: training on a column of ids, scores or texts takes hours, and memory that grows
/// with the square of their number, and gives a useless model.
enum LabelDoubts {
  /// Up to this number, labels are never taken for ids.
  private static let fewest = 20
  /// Below this number, labels are never taken for scores.
  private static let fewestScores = 8

  /// - Parameters:
  ///   - reader: the reader, at the end of its input.
  ///   - options: what the user chose.
  ///   - rows: the usable rows.
  /// - Throws: `DataError.labelsLikeIDs`, `.labelsLikeScores`, `.labelsRunOn`, `.headerMayBeRow`.
  static func check(_ reader: ExampleReader, options: ReadingOptions, rows: [Example]) throws(DataError) {
    let report = reader.currentReport
    // Where the user names the label column, the first line is a header.
    if reader.folder == nil, options.labelColumn == nil, let name = report.labelColumn,
      report.format == .csv || report.format == .tsv
    {
      let bytes = Array(name.utf8)
      let index = bytes.withUnsafeBufferPointer { bytes in
        reader.labels.resolveKnown(UnsafeBufferPointer(rebasing: bytes[LabelSpelling.core(of: bytes)]))
      }
      let place = index.map { reader.labels.sorted().placeOf[$0] }
      let count = place.map { place in rows.count { $0.label == place } } ?? 0
      if count > 0 { throw .headerMayBeRow(file: reader.file, name: name, rows: count) }
    }
    guard options.labels == nil else { return }
    let names = reader.labels.names
    if report.format == .txt {
      let heads = Set(names.compactMap { $0.contains(",") ? $0.utf8.prefix { $0 != Byte.comma }.map { $0 } : nil })
      let runOn = names.filter { $0.contains(",") }
      if runOn.count >= 4, heads.count * 2 <= runOn.count { throw .labelsRunOn(file: reader.file, labels: runOn) }
    }
    let fractions = names.filter { name in
      LabelSpelling.number(Array(name.utf8)).map { $0.contains(UInt8(ascii: ".")) } ?? false
    }
    if names.count >= fewestScores, fractions.count * 2 > names.count, names.count * 4 > rows.count {
      throw .labelsLikeScores(file: reader.file, column: report.labelColumn, labels: names, rows: rows.count)
    }
    if names.count > fewest, names.count * 2 > rows.count {
      throw .labelsLikeIDs(file: reader.file, column: report.labelColumn, labels: names, rows: rows.count)
    }
  }
}
