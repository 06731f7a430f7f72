import BertCheckpoint
import BertStorage
package import Foundation

/// Writes the native format row by row. Memory grows with the words, not with their vectors.
///
/// The file is written aside and moved into place by ``finish()``; without it no file remains.
package struct WordVectorWriter: ~Copyable {
  private let path: String
  private let dimensions: Int
  private let subwords: Subwords?
  private let origin: String
  private let file: AsideFile
  private var index = WordIndex()
  private var parts = 0
  /// Values that are not written yet.
  private var pending: [Float] = []
  /// Words that were omitted because they are repeated, or are not UTF-8.
  package private(set) var repeated = 0
  package private(set) var unreadable = 0

  /// The space for the header: its length in 8 bytes, then JSON padded with spaces.
  private static let headerBytes = 4096
  private static let pendingFloats = 1 << 16

  /// - Parameters:
  ///   - subwords: The subwords, if any; their rows follow those of the words.
  ///   - origin: A description of the source of the vectors.
  package init(to url: URL, dimensions: Int, subwords: Subwords? = nil, origin: String) throws(VectorFileError) {
    precondition((1...VectorLimits.dimensions).contains(dimensions))
    file = try Self.begin(url.path)
    path = url.path
    self.dimensions = dimensions
    self.subwords = subwords
    self.origin = origin
  }

  /// Creates the file, with space for the header.
  private static func begin(_ path: String) throws(VectorFileError) -> AsideFile {
    try VectorFileError.onFiles { () throws(FileError) in
      let file = try AsideFile(for: path)
      try file.append([UInt8](repeating: 0x20, count: headerBytes))
      return file
    }
  }

  /// Adds a word and its vector; a repeated word keeps its first vector.
  ///
  /// - Parameter vector: [`dimensions`]
  /// - Returns: Whether the word was added.
  @discardableResult
  package mutating func add(_ word: ArraySlice<UInt8>, _ vector: [Float]) throws(VectorFileError) -> Bool {
    precondition(vector.count == dimensions && parts == 0)
    guard String(validating: word, as: UTF8.self) != nil else {
      unreadable += 1
      return false
    }
    guard index.count < VectorLimits.words else { throw VectorFileError(.tooManyWords(VectorLimits.words), file: path) }
    guard index.insert(word) != nil else {
      repeated += 1
      return false
    }
    try append(vector)
    return true
  }

  /// Adds the row of the next bucket of subwords.
  package mutating func addPart(_ vector: [Float]) throws(VectorFileError) {
    precondition(vector.count == dimensions)
    parts += 1
    try append(vector)
  }

  /// Writes the rest and moves the file into place.
  ///
  /// - Throws: `noWords`, `file`.
  package consuming func finish() throws(VectorFileError) {
    guard index.count > 0 else { throw VectorFileError(.noWords, file: path) }
    precondition(parts == subwords?.buckets ?? 0)
    do throws(FileError) {
      try file.append(pending)
      try file.append(index.slots.flatMap { slot in (0..<4).map { UInt8(truncatingIfNeeded: slot >> (8 * $0)) } })
      try file.append(index.ends.flatMap { end in (0..<8).map { UInt8(truncatingIfNeeded: end >> (8 * $0)) } })
      try file.append(index.bytes)
      try file.overwriteStart(header())
      try file.finish()
    } catch {
      throw VectorFileError(error)
    }
  }

  private mutating func append(_ vector: [Float]) throws(VectorFileError) {
    pending += vector
    guard pending.count >= Self.pendingFloats else { return }
    do throws(FileError) { try file.append(pending) } catch { throw VectorFileError(error) }
    pending.removeAll(keepingCapacity: true)
  }

  private func header() -> [UInt8] {
    var metadata = [
      (key: NativeVectorFile.formatKey, value: NativeVectorFile.format),
      (key: NativeVectorFile.originKey, value: String(String.UnicodeScalarView(origin.unicodeScalars.prefix(200)))),
    ]
    if let subwords {
      metadata.append((NativeVectorFile.subwordsKey, "\(subwords.minimum)-\(subwords.maximum)"))
    }
    var tensors: [SafetensorsLayout.Tensor] = [
      .init(NativeVectorFile.vectors, .f32, [index.count, dimensions], size: index.count * dimensions * 4)
    ]
    if subwords != nil {
      tensors.append(.init(NativeVectorFile.parts, .f32, [parts, dimensions], size: parts * dimensions * 4))
    }
    tensors += [
      .init(NativeVectorFile.slots, .u32, [index.slots.count], size: index.slots.count * 4),
      .init(NativeVectorFile.ends, .u64, [index.count], size: index.count * 8),
      .init(NativeVectorFile.words, .u8, [index.bytes.count], size: index.bytes.count),
    ]
    return SafetensorsLayout(tensors, metadata: metadata).header(length: Self.headerBytes - 8)
  }
}
