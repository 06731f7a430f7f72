/// Which columns of a stream are the text, and how their values become rows, for streams that name their columns.
package struct StreamColumns: Sendable {
  /// The columns whose contents, in this order, are the text.
  package let texts: [Int]
  /// The column of the second text of a pair.
  package let pair: Int?

  /// Finds the columns: those that the options name, else those whose names say what they are.
  ///
  /// - Parameters:
  ///   - names: the names of the columns.
  ///   - options: what the user chose.
  ///   - file: the name of the stream, for errors.
  /// - Throws: `DataError.columnNotFound`, `.columnAmbiguous`, `.columnUnclear`, `.columnUsedTwice`.
  package init(names: [String], options: ReadingOptions, file: String) throws(DataError) {
    var options = options
    options.needsLabels = false
    let choice = try ColumnChoice(
      headers: names.map { Array($0.utf8) }, options: options, file: file, line: 1, isWhole: true)
    texts = choice.texts
    pair = choice.pair
  }

  /// Makes a row from values.
  ///
  /// - Parameters:
  ///   - texts: the values of the text columns; nil for a null.
  ///   - pair: the value of the column of the second text, where there is one; nil for a null.
  ///   - number: the number of the row in its batch, from 1.
  package func row(
    texts values: [[UInt8]?], pair value: [UInt8]??, number: Int
  ) -> StreamedRow {
    func read(_ bytes: [UInt8]?) -> (text: String, fault: RowFault?) {
      bytes?.withUnsafeBufferPointer(FieldReading.text) ?? ("", .emptyText)
    }
    func unusable(_ fault: RowFault) -> StreamedRow {
      StreamedRow(line: number, question: .failure(UnusableRow(fault)), members: [])
    }
    var parts: [String] = []
    for value in values {
      let part = read(value)
      // Some of several text columns may be empty.
      if values.count > 1, part.fault == .emptyText { continue }
      if let fault = part.fault { return unusable(fault) }
      parts.append(part.text)
    }
    guard !parts.isEmpty else { return unusable(.emptyText) }
    let text = parts.joined(separator: "\n\n")
    let second = value.map(read)
    if let fault = second?.fault { return unusable(fault) }
    let example = Example(text: text, pair: second?.text, line: number)
    return StreamedRow(line: number, question: .success(.init(example)), members: [])
  }
}
