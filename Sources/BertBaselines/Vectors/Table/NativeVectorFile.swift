import BertCheckpoint
import BertStorage
import Foundation

/// The native format of word vectors: a safetensors file with an index of its words, which is memory-mapped.
///
/// | tensor | type | shape | content |
/// |---|---|---|---|
/// | `vectors` | F32 | `[V, D]` | the words' rows |
/// | `parts` | F32 | `[buckets, D]` | with subwords: their rows |
/// | `slots` | U32 | `[S]` | a hash table with linear probing: a word's number plus one, or 0 |
/// | `ends` | U64 | `[V]` | where each word ends in `words` |
/// | `words` | U8 | `[N]` | UTF-8, one after the other |
struct NativeVectorFile: Sendable {
  static let formatKey = "format", originKey = "origin", subwordsKey = "subwords"
  /// The one value of `format` that is read.
  static let format = "bertft-word-vectors-1"
  static let vectors = "vectors", parts = "parts", slots = "slots", ends = "ends", words = "words"

  let path: String
  let origin: String
  let count: Int
  let dimensions: Int
  let subwords: Subwords?
  private let file: SafetensorsFile
  private let rowsStart: Int
  private let partsStart: Int
  private let slotsStart: Int
  private let slotCount: Int
  private let endsStart: Int
  private let wordsStart: Int

  /// Opens a file and checks that its tensors fit each other, in O(V): some milliseconds for a million words.
  init(_ url: URL) throws(VectorFileError) {
    path = url.path
    let path = url.path
    let file: SafetensorsFile
    do throws(CheckpointError) { file = try SafetensorsFile(contentsOf: url) } catch {
      throw VectorFileError(.safetensors(error.rule), file: path)
    }
    guard file.metadata[Self.formatKey] == Self.format else {
      throw VectorFileError(.metadataMalformed(Self.formatKey), file: path)
    }
    origin = file.metadata[Self.originKey] ?? ""
    func place(_ name: String, _ type: TensorType, rank: Int) throws(VectorFileError) -> TensorDescriptor {
      guard let tensor = file[name] else { throw VectorFileError(.tensorMissing(name), file: path) }
      guard tensor.type == type, tensor.shape.count == rank else {
        throw VectorFileError(.tensorMalformed(name), file: path)
      }
      return tensor
    }
    let vectors = try place(Self.vectors, .f32, rank: 2)
    (count, dimensions) = (vectors.shape[0], vectors.shape[1])
    guard count > 0, count <= VectorLimits.words else { throw VectorFileError(.noWords, file: path) }
    guard (1...VectorLimits.dimensions).contains(dimensions) else {
      throw VectorFileError(.dimensions(dimensions), file: path)
    }
    rowsStart = vectors.byteRange.lowerBound
    if let lengths = file.metadata[Self.subwordsKey] {
      let parts = try place(Self.parts, .f32, rank: 2)
      let numbers = lengths.split(separator: "-").compactMap { Int($0) }
      guard numbers.count == 2,
        let found = Subwords(minimum: numbers[0], maximum: numbers[1], buckets: parts.shape[0])
      else { throw VectorFileError(.metadataMalformed(Self.subwordsKey), file: path) }
      guard parts.shape[1] == dimensions else { throw VectorFileError(.tensorMalformed(Self.parts), file: path) }
      subwords = found
      partsStart = parts.byteRange.lowerBound
    } else {
      subwords = nil
      partsStart = 0
    }
    let slots = try place(Self.slots, .u32, rank: 1)
    let ends = try place(Self.ends, .u64, rank: 1)
    let words = try place(Self.words, .u8, rank: 1)
    slotCount = slots.elementCount
    guard slotCount > count, slotCount & (slotCount - 1) == 0 else {
      throw VectorFileError(.tensorMalformed(Self.slots), file: path)
    }
    guard ends.elementCount == count else { throw VectorFileError(.tensorMalformed(Self.ends), file: path) }
    (slotsStart, endsStart) = (slots.byteRange.lowerBound, ends.byteRange.lowerBound)
    wordsStart = words.byteRange.lowerBound
    self.file = file
    try check(wordBytes: words.elementCount)
  }

  /// Checks that every slot holds a word's number or none, that at least one slot is free, and that the words' ends
  /// ascend.
  private func check(wordBytes: Int) throws(VectorFileError) {
    let fault = try withBytes { bytes -> String? in
      var last: UInt64 = 0
      for number in 0..<count {
        let end = bytes.loadUnaligned(fromByteOffset: endsStart + 8 * number, as: UInt64.self).littleEndian
        if end < last { return Self.ends }
        last = end
      }
      if last != UInt64(wordBytes) { return Self.ends }
      var taken = 0
      for slot in 0..<slotCount {
        let number = bytes.loadUnaligned(fromByteOffset: slotsStart + 4 * slot, as: UInt32.self).littleEndian
        if Int(number) > count { return Self.slots }
        if number != 0 { taken += 1 }
      }
      return taken == count ? nil : Self.slots
    }
    if let fault { throw VectorFileError(.tensorMalformed(fault), file: path) }
  }

  /// Calls `body` with the whole file's bytes.
  ///
  /// - Throws: `file` if the file has become shorter.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) throws(VectorFileError) -> Result {
    try VectorFileError.onFiles { () throws(FileError) in try file.withFileBytes(body) }
  }

  /// The number of a word; nil if it is not in the file.
  func number(of word: [UInt8], in bytes: UnsafeRawBufferPointer) -> Int? {
    let mask = slotCount - 1
    var slot = Int(truncatingIfNeeded: FNV1a.folded(word)) & mask
    while true {
      let found = bytes.loadUnaligned(fromByteOffset: slotsStart + 4 * slot, as: UInt32.self).littleEndian
      guard found != 0 else { return nil }
      let number = Int(found) - 1
      if self.word(number, in: bytes).elementsEqual(word) { return number }
      slot = (slot + 1) & mask
    }
  }

  /// The bytes of a word.
  func word(_ number: Int, in bytes: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer> {
    func end(_ number: Int) -> Int {
      Int(bytes.loadUnaligned(fromByteOffset: endsStart + 8 * number, as: UInt64.self).littleEndian)
    }
    return bytes[wordsStart + (number == 0 ? 0 : end(number - 1))..<wordsStart + end(number)]
  }

  /// The offset of a word's row in the file.
  func row(_ number: Int) -> Int { rowsStart + number * dimensions * 4 }

  /// The offset of a subword's row in the file.
  func part(_ number: Int) -> Int { partsStart + number * dimensions * 4 }
}
