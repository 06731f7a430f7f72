/// Labels that are none: what is learnt from a column of ids, of scores or of texts costs hours and memory by the square
/// of their number, and is worth nothing.
enum LabelDoubts {
  /// Fewer different labels than this are believed in any case.
  private static let fewest = 20
  /// Fewer different decimal fractions than this are believed in any case.
  private static let fewestScores = 8

  /// - Parameters:
  ///   - reader: at the end of its input.
  ///   - rows: the usable rows.
  /// - Throws: `DataError.labelsLikeIDs`, `.labelsLikeScores`, `.labelsRunOn`, `.headerMayBeRow`.
  static func check(_ reader: ExampleReader, options: ReadingOptions, rows: [Example]) throws(DataError) {
    let report = reader.currentReport
    // A header that was named by the person is one.
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
