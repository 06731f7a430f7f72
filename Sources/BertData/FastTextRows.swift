/// Lines in fastText's form: `__label__x some text`.
struct FastTextRows: RowInterpreter {
  private let needsLabels: Bool
  let columns: (text: String?, pair: String?, label: String?) = (nil, nil, nil)

  private static let prefix = Array("__label__".utf8)

  /// - Throws: `DataError.columnsInPlainText` where the options name a column.
  init(options: ReadingOptions, file: String) throws(DataError) {
    if options.textColumn != nil || options.textPairColumn != nil || !options.carriedColumns.isEmpty
      || (options.needsLabels && options.labelColumn != nil)
    {
      throw .columnsInPlainText(file: file)
    }
    needsLabels = options.needsLabels
  }

  func carried(_ parser: RowParser) -> (values: [CarriedValue], fault: RowFault?) { ([], nil) }

  func interpret(_ parser: RowParser, labels: inout LabelIndex) -> RowOutcome {
    let line = parser.bytes(of: parser.fields[0])
    var position = 0
    var found = 0
    var label = 0..<0
    while true {
      while position < line.count, Byte.isWhitespace(line[position]) { position += 1 }
      let rest = line[position...]
      guard rest.starts(with: Self.prefix) else { break }
      let end = rest.firstIndex(where: Byte.isWhitespace) ?? line.count
      if found == 0 { label = (position + Self.prefix.count)..<end }
      found += 1
      position = end
    }
    // Without any prefix the line is the text as it stands.
    let text = FieldReading.text(UnsafeBufferPointer(rebasing: line[(found == 0 ? 0 : position)...]))
    if let fault = text.fault { return .fault(fault) }
    guard needsLabels else { return .example(text: text.text, pair: nil, label: nil) }
    guard found > 0 else { return .fault(.emptyLabel) }
    guard found == 1 else { return .fault(.severalLabels) }
    switch FieldReading.label(UnsafeBufferPointer(rebasing: line[label]), &labels) {
    case .index(let index): return .example(text: text.text, pair: nil, label: index)
    case .unknown(let name): return .unknownLabel(name)
    case .fault(let fault): return .fault(fault)
    }
  }
}
