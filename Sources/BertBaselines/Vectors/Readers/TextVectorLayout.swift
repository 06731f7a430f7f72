/// The layout of a text of word vectors, decided by the majority of its first lines.
struct TextVectorLayout {
  /// A line above the vectors without information: a comment, or the names of columns.
  private(set) var foreignLine: String?
  /// The sizes in the line above the vectors.
  private(set) var sizes: WordVectorSizes?
  /// The size of a vector; 0 where the first line is too long to inspect.
  private(set) var dimensions = 0
  /// Whether a word contains spaces.
  private(set) var hasSpacedWords = false

  /// The most lines and bytes that are inspected.
  private static let lines = 64
  private static let bytes = 1 << 16

  private struct Line {
    var number: Int
    var fields: [Range<Int>]
    /// How many fields at its end are numbers.
    var numbers: Int
    var begins: Int
  }

  /// Inspects the first lines of an input.
  ///
  /// - Throws: `unknownFormat`, `decimalComma`, `separators`, `headerDimensions`, `fieldCount`, and what the check of
  ///   the sizes throws.
  init(of input: VectorInput) throws(VectorFileError) {
    _ = try input.require(Self.bytes)
    var lines = Self.survey(input)
    // A first line that is longer than the inspected bytes determines the dimensions when it is read.
    if lines.isEmpty, input.window.count >= Self.bytes { return }
    guard let first = lines.first else { throw VectorFileError(.unknownFormat, file: input.path, at: .line(1)) }
    let bytes = input.bytes
    func error(_ rule: VectorFileError.Rule, _ line: Line) -> VectorFileError {
      VectorFileError(rule, file: input.path, at: .line(line.number))
    }
    let isComment = [UInt8(ascii: "#"), UInt8(ascii: "%")].contains(bytes[first.begins])
    sizes = first.number == 1 ? WordVectorSizes(bytes, first.fields) : nil
    if sizes == nil, first.numbers == 0 || (isComment && lines.dropFirst().allSatisfy { $0.numbers > first.numbers }) {
      try Self.refuseSeparators(first, input)
      lines.removeFirst()
      guard let second = lines.first else { throw error(.unknownFormat, first) }
      try Self.refuseSeparators(second, input)
      sizes = WordVectorSizes(bytes, second.fields)
      let rows = lines.dropFirst(sizes == nil ? 0 : 1)
      guard !rows.isEmpty, rows.allSatisfy({ $0.numbers > 0 }) else { throw error(.unknownFormat, first) }
      let end = first.fields.last?.upperBound ?? first.begins
      foreignLine = TextVectorReader.shown(bytes[first.begins..<end])
    }
    try sizes?.check(file: input.path)
    let rows = lines.dropFirst(sizes == nil ? 0 : 1)
    // A word with spaces has more fields than numbers. Such lines only vote if there are no others.
    let plain = rows.filter { $0.numbers >= $0.fields.count - 1 }
    guard let most = Self.mostFrequent((plain.isEmpty ? Array(rows) : plain).map { $0.fields.count - 1 }) else {
      dimensions = sizes?.dimensions ?? 0
      return
    }
    // If the header differs from most lines, the header is wrong; a damaged line is reported when it is read.
    let agreeing = rows.filter { $0.fields.count - 1 == most && $0.numbers >= most }.count
    if let sizes, most != sizes.dimensions, agreeing > 1, agreeing * 5 >= rows.count * 4, let header = lines.first {
      throw error(.headerDimensions(stated: sizes.dimensions, found: most), header)
    }
    let dimensions = sizes?.dimensions ?? most
    self.dimensions = dimensions
    hasSpacedWords = rows.contains { row in
      row.numbers >= dimensions && WordRest(bytes: bytes, line: row.fields, dimensions: dimensions).isPlain
    }
  }

  /// The lines that are not blank and entirely in the window.
  private static func survey(_ input: VectorInput) -> [Line] {
    let bytes = input.bytes
    let window = input.window
    var lines: [Line] = []
    var fields = TextFields()
    var start = window.lowerBound
    var number = 0
    while lines.count < self.lines, start < window.upperBound {
      let end = bytes[start..<window.upperBound].firstIndex(of: 0x0A)
      // The last line may continue after the window.
      if end == nil, window.count >= self.bytes { break }
      number += 1
      fields.find(bytes, start..<(end ?? window.upperBound))
      if !fields.ranges.isEmpty {
        let numbers = fields.ranges.reversed().prefix { DecimalNumber.parse(bytes, $0) != nil }.count
        lines.append(Line(number: number, fields: fields.ranges, numbers: numbers, begins: start))
      }
      start = (end ?? window.upperBound) + 1
    }
    return lines
  }

  /// The most frequent value; for ties the greatest.
  private static func mostFrequent(_ values: [Int]) -> Int? {
    var counts: [Int: Int] = [:]
    for value in values { counts[value, default: 0] += 1 }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
  }

  /// Refuses a vector whose numbers are not recognized because of its separators.
  ///
  /// - Throws: `decimalComma`, `separators`.
  private static func refuseSeparators(_ line: Line, _ input: VectorInput) throws(VectorFileError) {
    guard let last = line.fields.last else { return }
    let place = VectorFileError.Place.line(line.number)
    if line.fields.count > 1, DecimalNumber.hasDecimalComma(input.bytes, last) {
      throw VectorFileError(
        .decimalComma(TextVectorReader.shown(input.bytes[last])), file: input.path, at: place)
    }
    if line.fields.count == 1 {
      let parts = input.bytes[last].split(whereSeparator: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") })
      if parts.count > 1,
        parts.dropFirst().allSatisfy({ DecimalNumber.parse(input.bytes, $0.startIndex..<$0.endIndex) != nil })
      {
        throw VectorFileError(.separators, file: input.path, at: place)
      }
    }
  }
}
