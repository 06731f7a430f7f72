import BertStorage
public import Foundation

/// A TensorFlow checkpoint: an index of the tensors (`NAME.index`), and shards of raw values
/// (`NAME.data-00000-of-00001`).
///
/// Opening it reads the index and verifies its checksums; values stay mapped, and are verified and converted on
/// request.
///
/// Source: TensorFlow, `tensorflow/core/util/tensor_bundle/tensor_bundle.h`.
public final class TensorBundle: TensorFile {
  /// The index.
  public let url: URL
  /// The tensors in the order of their values in the shards, without string tensors such as the graph of objects.
  public let tensors: [TensorDescriptor]
  /// Empty, as the format has no metadata.
  public var metadataEntries: [(key: String, value: String)] { [] }

  /// The ending of the name of an index.
  static let ending = ".index"
  /// The largest index read, in bytes; real ones are under a megabyte.
  static let largestIndex = 100_000_000
  /// The largest graph of objects read, in bytes.
  private static let largestGraph = 100_000_000

  /// The names that the program gave its variables, by the keys in the index, where the two differ.
  let variableNames: [ExactName: String]

  private let places: [ExactName: (tensor: Int, entry: BundleEntry)]
  private let shards: [Int: MappedFile]

  /// Opens a checkpoint by its index.
  ///
  /// - Parameter url: The index.
  /// - Throws: `CheckpointError` for an index that is damaged, a shard that is missing or too short, and a tensor of an
  ///   unknown type.
  public init(contentsOf url: URL) throws(CheckpointError) {
    let path = url.path
    let mapping = try CheckpointError.onFiles { () throws(FileError) in try MappedFile(path: path) }
    guard mapping.size <= Self.largestIndex else {
      throw CheckpointError(.indexTooLarge(size: mapping.size, limit: Self.largestIndex), file: path)
    }
    let bytes = try mapping.withBytes(0..<mapping.size) { (bytes) throws(CheckpointError) in Array(bytes) }
    let index: (shards: Int, entries: [(name: ExactName, entry: BundleEntry)])
    do throws(CheckpointError) {
      index = try Self.index(bytes, path)
    } catch {
      throw error.explained(by: mapping, expected: nil)
    }
    let used = Set(index.entries.map(\.entry.shard))
    var shards: [Int: MappedFile] = [:]
    for shard in used.sorted() { shards[shard] = try Self.open(shard, of: index.shards, url) }
    var tensors: [(tensor: TensorDescriptor, entry: BundleEntry)] = []
    var names: [ExactName: String] = [:]
    for (name, entry) in index.entries {
      guard let shard = shards[entry.shard] else { continue }
      guard entry.offset <= shard.size, entry.size <= shard.size - entry.offset else {
        throw CheckpointError(.bundleTensorOutside, file: shard.path, tensor: name.text)
      }
      if entry.isText {
        if name == ExactName(ObjectGraph.key) { names = try Self.graph(entry, shard, path) }
        continue
      }
      tensors.append((try Self.describe(name.text, entry, path), entry))
    }
    tensors.sort { ($0.entry.shard, $0.entry.offset) < ($1.entry.shard, $1.entry.offset) }
    self.url = url
    self.shards = shards
    self.tensors = tensors.map(\.tensor)
    variableNames = names
    places = Dictionary(
      tensors.enumerated().map { (ExactName($0.element.tensor.name), ($0.offset, $0.element.entry)) },
      uniquingKeysWith: { $1 })
  }

  /// The tensor of a name, compared byte for byte; nil if there is none.
  public subscript(name: String) -> TensorDescriptor? { places[ExactName(name)].map { tensors[$0.tensor] } }

  /// Reads the values of a tensor as floats into a buffer of exactly its size. Then it releases the pages of the shard
  /// from memory.
  ///
  /// - Parameters:
  ///   - name: The tensor.
  ///   - target: The buffer, in row-major order.
  /// - Throws: `noSuchTensor`, `notConvertible`, `countMismatch`, `shrunkSinceOpened`, `bundleChecksum`.
  public func readFloats(of name: String, into target: UnsafeMutableBufferPointer<Float>) throws(CheckpointError) {
    let tensor = try tensor(name, for: target)
    guard let entry = places[ExactName(name)]?.entry, let shard = shards[entry.shard] else { return }
    try shard.withBytes(tensor.byteRange, of: name) { (bytes) throws(CheckpointError) in
      guard CRC32C.masked(bytes) == entry.check else {
        throw CheckpointError(.bundleChecksum, file: shard.path, tensor: name)
      }
      ElementConversion.convert(bytes, as: tensor.type, into: target)
    }
    shard.release()
  }
}

extension TensorBundle {
  /// The number of shards, and the entries of the index.
  private static func index(
    _ bytes: [UInt8], _ path: String
  ) throws(CheckpointError) -> (shards: Int, entries: [(name: ExactName, entry: BundleEntry)]) {
    do throws(BundleFault) {
      var table = try SortedTable(bytes).entries[...]
      guard let header = table.popFirst(), header.key.isEmpty else { throw BundleFault("it has no header") }
      var shards = 0, isBigEndian = false
      var reader = BundleReader(header.value)
      while let (number, field) = try reader.field() {
        switch (number, field) {
        case (1, .integer(let value)): shards = Int(exactly: value) ?? 0
        case (2, .integer(let value)): isBigEndian = value != 0
        default: break
        }
      }
      guard !isBigEndian else { throw BundleFault("its values are big-endian") }
      guard (1...99_999).contains(shards) else { throw BundleFault("it has no shards, or too many") }
      var entries: [(name: ExactName, entry: BundleEntry)] = []
      // The slices of a tensor have keys that begin with a zero byte; the tensor itself is refused.
      for (key, value) in table where key.first != 0 {
        guard String(validating: key, as: UTF8.self) != nil else { throw BundleFault("a name is not UTF-8") }
        let entry = try BundleEntry(value)
        guard entry.shard < shards else { throw BundleFault("it places a tensor in a shard that it does not have") }
        entries.append((ExactName(key), entry))
      }
      return (shards, entries)
    } catch {
      throw CheckpointError(.bundleMalformed(error.reason), file: path)
    }
  }

  private static func open(_ shard: Int, of shards: Int, _ index: URL) throws(CheckpointError) -> MappedFile {
    let base = String(index.lastPathComponent.dropLast(ending.count)), numbers = [shard, shards].map(digits)
    let name = "\(base).data-\(numbers[0])-of-\(numbers[1])"
    let url = index.deletingLastPathComponent().appendingPathComponent(name)
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw CheckpointError(.shardMissing(name), file: index.path)
    }
    return try CheckpointError.onFiles { () throws(FileError) in try MappedFile(path: url.path) }
  }

  /// A number as in the names of shards, with at least five digits.
  private static func digits(_ number: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, 5 - text.count)) + text
  }

  private static func describe(
    _ name: String, _ entry: BundleEntry, _ path: String
  ) throws(CheckpointError) -> TensorDescriptor {
    guard !entry.isSliced else { throw CheckpointError(.bundleSliced, file: path, tensor: name) }
    guard let type = entry.elementType else {
      throw CheckpointError(.unknownType("DataType \(entry.type)"), file: path, tensor: name)
    }
    var size = type.bitsPerElement / 8, elements = 1
    for extent in entry.shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: extent)
      guard !overflow else {
        throw CheckpointError(.bundleMalformed("its shape is larger than any file"), file: path, tensor: name)
      }
      (size, elements) = (product, elements &* extent)
    }
    guard size == entry.size else {
      throw CheckpointError(
        .bundleMalformed("its shape does not fit the \(Counted(entry.size, "byte")) of its values"), file: path,
        tensor: name)
    }
    return TensorDescriptor(
      name: name, type: type, shape: entry.shape, byteRange: entry.offset..<entry.offset + entry.size,
      elementCount: elements)
  }

  private static func graph(
    _ entry: BundleEntry, _ shard: MappedFile, _ path: String
  ) throws(CheckpointError) -> [ExactName: String] {
    guard entry.size <= largestGraph else {
      throw CheckpointError(.bundleMalformed("its graph of objects has \(entry.size) bytes"), file: path)
    }
    let bytes = try shard.withBytes(entry.offset..<entry.offset + entry.size) { (bytes) throws(CheckpointError) in
      Array(bytes)
    }
    do throws(BundleFault) {
      return try ObjectGraph(bytes).names
    } catch {
      throw CheckpointError(.bundleMalformed("its graph of objects: \(error.reason)"), file: path)
    }
  }
}
