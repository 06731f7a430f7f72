import Foundation

/// A ``WordVectorWriter`` that is created with the first row, when the dimensions are known.
struct RowWriter: ~Copyable {
  private let target: URL
  private let origin: String
  private var writer: WordVectorWriter?
  private var taken = 0
  private var dimensions = 0
  /// Must be set before the first row.
  var subwords: Subwords?

  init(target: URL, origin: String) {
    self.target = target
    self.origin = origin
    writer = nil
  }

  mutating func add(_ word: ArraySlice<UInt8>, _ vector: [Float]) throws(VectorFileError) {
    if writer == nil {
      writer = try WordVectorWriter(to: target, dimensions: vector.count, subwords: subwords, origin: origin)
      dimensions = vector.count
    }
    if try writer?.add(word, vector) == true { taken += 1 }
  }

  mutating func addPart(_ vector: [Float]) throws(VectorFileError) { try writer?.addPart(vector) }

  /// - Parameter file: The source's path, for the error if it has no words.
  consuming func finish(
    _ format: VectorFileFormat, file: String
  ) throws(VectorFileError) -> WordVectorFile.Conversion {
    guard let writer else { throw VectorFileError(.noWords, file: file) }
    let report = WordVectorFile.Conversion(
      format: format, words: taken, dimensions: dimensions, repeated: writer.repeated, unreadable: writer.unreadable)
    try writer.finish()
    return report
  }
}
