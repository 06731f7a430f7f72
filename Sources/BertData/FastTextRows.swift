/// Lines in fastText's form: `__label__x some text`. As in fastText, every word that begins with the prefix is a label,
/// wherever it stands; the other words are the text.
struct FastTextRows: RowInterpreter {
  private let needsLabels: Bool
  private let problem: ProblemType
  let columns: (text: String?, pair: String?, label: String?) = (nil, nil, nil)
  /// The first line without a label, and whether it has the prefix in capitals.
  private(set) var unlabelled: (line: String, hasCapitals: Bool)?

  private static let prefix = Array("__label__".utf8)

  /// - Throws: `DataError.columnsInPlainText` where the options name a column.
  init(options: ReadingOptions, file: String) throws(DataError) {
    if options.textColumn != nil || options.textPairColumn != nil || !options.carriedColumns.isEmpty
      || (options.needsLabels && (options.labelColumn != nil || !options.labelColumns.isEmpty))
    {
      throw .columnsInPlainText(file: file)
    }
    needsLabels = options.needsLabels
    problem = options.problem
  }

  func carried(_ parser: RowParser) -> (values: [CarriedValue], fault: RowFault?) { ([], nil) }

  mutating func interpret(_ parser: RowParser, labels: inout LabelIndex) -> RowOutcome {
    let line = parser.bytes(of: parser.fields[0])
    let found = Self.labels(in: line)
    // A line without a label is a text, unchanged.
    let text =
      found.isEmpty
      ? FieldReading.text(line) : Self.rest(of: line, without: found).withUnsafeBufferPointer(FieldReading.text)
    if let fault = text.fault { return .fault(fault) }
    guard needsLabels else { return .example(text: text.text, pair: nil, label: .none) }
    if problem == .multiLabel { return Self.names(found, in: line).outcome(text: text.text, pair: nil) }
    guard let first = found.first else {
      if unlabelled == nil {
        unlabelled = (text.text, Self.hasCapitals(line))
      }
      return .fault(.emptyLabel)
    }
    let label = line[first.lowerBound + Self.prefix.count..<first.upperBound]
    guard found.dropFirst().allSatisfy({ label.elementsEqual(line[$0.lowerBound + Self.prefix.count..<$0.upperBound]) })
    else { return .fault(.severalLabels) }
    return FieldReading.label(UnsafeBufferPointer(rebasing: label), problem, &labels)
      .outcome(text: text.text, pair: nil)
  }

  /// All labels of a line.
  private static func names(
    _ found: [Range<Int>], in line: UnsafeBufferPointer<UInt8>
  ) -> FieldReading.LabelOutcome {
    var names: [String] = []
    for range in found {
      let label = UnsafeBufferPointer(rebasing: line[range.lowerBound + prefix.count..<range.upperBound])
      if label.isEmpty { return .fault(.emptyLabel) }
      guard let name = String(validating: label, as: UTF8.self) else { return .fault(.invalidUTF8) }
      names.append(name)
    }
    return .label(.names(names))
  }

  /// The words that begin with the prefix. ASCII white space separates words; after a label any Unicode white space
  /// does, as a label cannot contain it.
  private static func labels(in line: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var place = 0
    while place < line.count {
      let space = LabelSpelling.spaceLength(line, at: place, before: line.count)
      if space > 0 {
        place += space
        continue
      }
      let isLabel = line[place...].starts(with: prefix)
      var end = place
      while end < line.count {
        if isLabel ? LabelSpelling.spaceLength(line, at: end, before: line.count) > 0 : Byte.isWhitespace(line[end]) {
          break
        }
        end += 1
      }
      if isLabel { found.append(place..<end) }
      place = end
    }
    return found
  }

  /// The line without its labels: the pieces of text between them, joined by single spaces.
  private static func rest(of line: UnsafeBufferPointer<UInt8>, without labels: [Range<Int>]) -> [UInt8] {
    var rest: [UInt8] = []
    var start = 0
    for label in labels + [line.count..<line.count] {
      let piece = UnsafeBufferPointer(rebasing: line[start..<label.lowerBound])
      let core = LabelSpelling.core(of: piece)
      // Pieces are trimmed, but the piece after the last label keeps its end.
      let kept = label.isEmpty && !core.isEmpty ? core.lowerBound..<piece.count : core
      if !kept.isEmpty {
        if !rest.isEmpty { rest.append(Byte.space) }
        rest += piece[kept]
      }
      start = label.upperBound
    }
    return rest
  }

  private static func hasCapitals(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    line.drop(while: Byte.isWhitespace).prefix(prefix.count).map(Byte.lower) == prefix
  }
}
