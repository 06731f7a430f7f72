/// Reads fastText's `.bin`, of vectors or of a classifier: the words and the rows of subwords.
///
/// Source: facebookresearch/fastText 0.9.2, `FastText::loadModel`, `Args::load`, `Dictionary::load`,
/// `DenseMatrix::load`. Versions 11 and 12.
struct FastTextModelReader {
  let input: VectorInput
  /// The size of a vector.
  let dimensions: Int
  /// The subwords; nil where the model has none.
  let subwords: Subwords?
  private let buckets: Int

  private static let magic: Int32 = 793_712_314
  private static let supervised = 3

  static func isMagic(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count >= 4 && bytes.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) } == UInt32(Self.magic)
  }

  /// Reads the part before the dictionary.
  init(_ input: VectorInput) throws(VectorFileError) {
    self.input = input
    guard try input.integer(Int32.self) == Self.magic else {
      throw VectorFileError(.unknownFormat, file: input.path, at: .byte(0))
    }
    let version = Int(try input.integer(Int32.self))
    guard version == 11 || version == 12 else {
      throw VectorFileError(.version(version), file: input.path, at: .byte(4))
    }
    // dim, ws, epoch, minCount, neg, wordNgrams, loss, model, bucket, minn, maxn, lrUpdateRate; then t, a double.
    var settings: [Int] = []
    for _ in 0..<12 { settings.append(Int(try input.integer(Int32.self))) }
    _ = try input.integer(UInt64.self)
    dimensions = settings[0]
    guard (1...VectorLimits.dimensions).contains(dimensions) else {
      throw VectorFileError(.dimensions(dimensions), file: input.path, at: .byte(8))
    }
    let (model, bucket, minimum) = (settings[7], settings[8], settings[9])
    // Classifiers of version 11 had no subwords, whatever the file says.
    let maximum = version == 11 && model == Self.supervised ? 0 : settings[10]
    guard bucket >= 0 else {
      throw VectorFileError(.negativeSize("the number of buckets", bucket), file: input.path, at: .byte(40))
    }
    buckets = bucket
    if maximum <= 0 || bucket == 0 {
      subwords = nil
    } else {
      // fastText counts from 1 where the file says 0.
      guard let found = Subwords(minimum: max(1, minimum), maximum: maximum, buckets: bucket) else {
        throw VectorFileError(
          .subwordLengths(minimum: minimum, maximum: maximum), file: input.path, at: .byte(44))
      }
      subwords = found
    }
  }

  /// Reads the dictionary and the input matrix.
  ///
  /// - Parameters:
  ///   - row: Called with each word and its own row, in the order of the file.
  ///   - part: Called with each row of subwords after that.
  /// - Throws: ``VectorFileError``, and what `row` and `part` throw.
  func read(_ row: (ArraySlice<UInt8>, [Float]) throws -> Void, part: ([Float]) throws -> Void) throws {
    let words = try dictionary()
    let rows = words.count + buckets
    let flag = input.position
    guard try input.require(1) else { throw VectorFileError(.cutShort, file: input.path, at: .byte(flag)) }
    let isQuantized = input.bytes[input.window.lowerBound] != 0
    input.skip(1)
    if isQuantized { throw VectorFileError(.quantized, file: input.path, at: .byte(flag)) }
    let place = input.position
    let (found, columns) = (Int(try input.integer(Int64.self)), Int(try input.integer(Int64.self)))
    guard found == rows, columns == dimensions else {
      throw VectorFileError(
        .matrixShape(rows: found, columns: columns, expectedRows: rows, expectedColumns: dimensions),
        file: input.path, at: .byte(place))
    }
    var vector = [Float](repeating: 0, count: dimensions)
    for word in words {
      try next(&vector, of: word)
      try row(word[...], vector)
    }
    guard subwords != nil else { return }
    for _ in 0..<buckets {
      try next(&vector, of: [])
      try part(vector)
    }
  }

  private func next(_ vector: inout [Float], of word: [UInt8]) throws(VectorFileError) {
    let start = input.position
    guard try input.floats(into: &vector) else {
      throw VectorFileError(.notFinite(TextVectorReader.shown(word[...])), file: input.path, at: .byte(start))
    }
  }

  /// The words without labels.
  private func dictionary() throws(VectorFileError) -> [[UInt8]] {
    let place = input.position
    let (size, words) = (Int(try input.integer(Int32.self)), Int(try input.integer(Int32.self)))
    let labels = Int(try input.integer(Int32.self))
    _ = try input.integer(Int64.self)
    let pruned = Int(try input.integer(Int64.self))
    let sizes = [
      ("the size of the dictionary", size), ("the number of words", words), ("the number of labels", labels),
    ]
    for (name, count) in sizes where count < 0 {
      throw VectorFileError(.negativeSize(name, count), file: input.path, at: .byte(place))
    }
    guard words > 0 else { throw VectorFileError(.noWords, file: input.path, at: .byte(place)) }
    // −1 where nothing was pruned.
    guard pruned <= 0 else { throw VectorFileError(.pruned, file: input.path, at: .byte(place)) }
    var found: [[UInt8]] = []
    for _ in 0..<size {
      let start = input.position
      let word = try input.word(endingIn: 0)
      _ = try input.integer(Int64.self)
      let type = try input.integer(UInt8.self)
      switch type {
      case 0: found.append(word)
      case 1: break
      default: throw VectorFileError(.entryType(Int(type)), file: input.path, at: .byte(start))
      }
    }
    guard found.count == words else {
      throw VectorFileError(.rowCount(expected: words, found: found.count), file: input.path, at: .byte(place))
    }
    return found
  }
}
