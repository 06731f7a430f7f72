import BertCheckpoint
package import Foundation

/// Writes the native form, row by row, in memory that grows with the words and not with their vectors.
///
/// The file is written aside and moved into place by ``finish()``; without it nothing is left.
package struct WordVectorWriter: ~Copyable {
  private let path: String
  private let dimensions: Int
  private let subwords: Subwords?
  private let origin: String
  private let file: AsideFile
  private var index = WordIndex()
  private var parts = 0
  /// Values that were taken and not yet handed on.
  private var pending: [Float] = []
  /// Words that were there already, or are not UTF-8, and were left out.
  package private(set) var repeated = 0
  package private(set) var unreadable = 0

  /// The header's place: its length in 8 bytes, then JSON padded with spaces.
  private static let headerBytes = 4096
  private static let pendingFloats = 1 << 16

  /// - Parameters:
  ///   - subwords: How words are cut into parts, where these have rows of their own; they follow the words' rows.
  ///   - origin: What the vectors come from, for people.
  package init(to url: URL, dimensions: Int, subwords: Subwords? = nil, origin: String) throws(VectorFileError) {
    precondition((1...VectorLimits.dimensions).contains(dimensions))
    file = try Self.begin(url.path)
    path = url.path
    self.dimensions = dimensions
    self.subwords = subwords
    self.origin = origin
  }

  /// The file, with room for the header.
  private static func begin(_ path: String) throws(VectorFileError) -> AsideFile {
    do throws(CheckpointError) {
      let file = try AsideFile(for: path)
      try file.append([UInt8](repeating: 0x20, count: headerBytes))
      return file
    } catch {
      throw failure(error, path)
    }
  }

  /// Adds a word and its vector; a word that is there already keeps its first one.
  ///
  /// - Parameter vector: [`dimensions`]
  /// - Returns: whether it was taken.
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

  /// Adds the row of the next bucket of parts of words.
  package mutating func addPart(_ vector: [Float]) throws(VectorFileError) {
    precondition(vector.count == dimensions)
    parts += 1
    try append(vector)
  }

  /// Writes what remains and moves the file into place.
  ///
  /// - Throws: `noWords`, `notWritten`.
  package consuming func finish() throws(VectorFileError) {
    guard index.count > 0 else { throw VectorFileError(.noWords, file: path) }
    precondition(parts == subwords?.buckets ?? 0)
    do throws(CheckpointError) {
      try file.append(pending)
      try file.append(index.slots.flatMap { slot in (0..<4).map { UInt8(truncatingIfNeeded: slot >> (8 * $0)) } })
      try file.append(index.ends.flatMap { end in (0..<8).map { UInt8(truncatingIfNeeded: end >> (8 * $0)) } })
      try file.append(index.bytes)
      try file.overwriteStart(header())
      try file.finish()
    } catch {
      throw Self.failure(error, path)
    }
  }

  private mutating func append(_ vector: [Float]) throws(VectorFileError) {
    pending += vector
    guard pending.count >= Self.pendingFloats else { return }
    do throws(CheckpointError) { try file.append(pending) } catch { throw Self.failure(error, path) }
    pending.removeAll(keepingCapacity: true)
  }

  private func header() -> [UInt8] {
    var metadata = [(NativeVectorFile.formatKey, NativeVectorFile.format), (NativeVectorFile.originKey, origin)]
    if let subwords {
      metadata.append((NativeVectorFile.subwordsKey, "\(subwords.minimum)-\(subwords.maximum)"))
    }
    var entries: [(name: String, type: String, shape: [Int], bytes: Int)] = [
      (NativeVectorFile.vectors, "F32", [index.count, dimensions], index.count * dimensions * 4)
    ]
    if subwords != nil {
      entries.append((NativeVectorFile.parts, "F32", [parts, dimensions], parts * dimensions * 4))
    }
    entries += [
      (NativeVectorFile.slots, "U32", [index.slots.count], index.slots.count * 4),
      (NativeVectorFile.ends, "U64", [index.count], index.count * 8),
      (NativeVectorFile.words, "U8", [index.bytes.count], index.bytes.count),
    ]
    var json = "{\"__metadata__\":{" + metadata.map { "\"\($0)\":\(Self.quoted($1))" }.joined(separator: ",") + "}"
    var offset = 0
    for entry in entries {
      let shape = entry.shape.map(String.init).joined(separator: ",")
      json += ",\"\(entry.name)\":{\"dtype\":\"\(entry.type)\",\"shape\":[\(shape)],"
      json += "\"data_offsets\":[\(offset),\(offset + entry.bytes)]}"
      offset += entry.bytes
    }
    json += "}"
    let room = Self.headerBytes - 8
    return (0..<8).map { UInt8(truncatingIfNeeded: room >> (8 * $0)) } + json.utf8
      + [UInt8](repeating: 0x20, count: room - json.utf8.count)
  }

  /// A JSON string of at most 1000 bytes, whatever the text holds.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars.prefix(200) {
      switch scalar {
      case "\"", "\\", "\u{0}"..<"\u{20}": result += "?"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func failure(_ error: CheckpointError, _ path: String) -> VectorFileError {
    let reason =
      switch error.rule {
      case .notFound: "there is no such directory"
      case .diskFull: "the disk is full"
      case .notWritable: "this place may not be written to"
      case .io(let operation, let code): "\(operation): \(String(cString: strerror(code)))"
      default: "\(error)"
      }
    return VectorFileError(.notWritten(reason), file: path)
  }
}
