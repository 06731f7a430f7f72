import BertStorage
import Foundation

/// The index of a sharded checkpoint: which file holds which tensor.
///
/// Source: transformers' `model.safetensors.index.json`, `{"metadata": {…}, "weight_map": {name: file}}`.
struct ShardIndex {
  /// The largest index read, in bytes; real ones are well under a megabyte.
  static let largest = 100_000_000

  let path: String
  /// The shards in the order of their names, each with the tensors that the index places in it.
  let shards: [(file: String, tensors: Set<ExactName>)]

  init(contentsOf url: URL) throws(CheckpointError) {
    let path = url.path
    let mapping = try CheckpointError.onFiles { () throws(FileError) in try MappedFile(path: path) }
    guard mapping.size <= Self.largest else {
      throw CheckpointError(.indexTooLarge(size: mapping.size, limit: Self.largest), file: path)
    }
    let json = try mapping.withBytes(0..<mapping.size) { (bytes) throws(CheckpointError) in Array(bytes) }
    guard String(validating: json, as: UTF8.self) != nil else {
      throw CheckpointError(.notUTF8, file: path).explained(by: mapping, expected: nil)
    }
    let map: [(tensor: ExactName, file: ExactName)]?
    do throws(JSONFault) {
      map = try JSONScanner.scanning(json, Self.weightMap)
    } catch {
      throw CheckpointError(CheckpointError.Rule(error), file: path).explained(by: mapping, expected: nil)
    }
    guard let map else { throw CheckpointError(.indexWithoutWeightMap, file: path) }
    var shards: [ExactName: Set<ExactName>] = [:]
    var seen: Set<ExactName> = []
    for (tensor, file) in map {
      guard seen.insert(tensor).inserted else {
        throw CheckpointError(.duplicateKey(tensor.text), file: path)
      }
      guard Self.isPlainName(file) else {
        throw CheckpointError(.shardNameUnsafe(file.text), file: path, tensor: tensor.text)
      }
      shards[file, default: []].insert(tensor)
    }
    self.path = path
    self.shards = shards.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }
      .map { (file: $0.key.text, tensors: $0.value) }
  }

  /// Whether a name stays in the directory of the index.
  private static func isPlainName(_ name: ExactName) -> Bool {
    let forbidden: [UInt8] = [0, UInt8(ascii: "/"), UInt8(ascii: "\\")]
    return !name.bytes.isEmpty && name.bytes.count <= 255 && name.bytes.first != UInt8(ascii: ".")
      && !name.bytes.contains(where: forbidden.contains)
  }

  private static func weightMap(
    _ scanner: inout JSONScanner
  ) throws(JSONFault) -> [(tensor: ExactName, file: ExactName)]? {
    var map: [(tensor: ExactName, file: ExactName)]?
    var first = true
    try scanner.expect("{")
    while let key = try scanner.nextKey(first: &first) {
      guard ExactName(key) == ExactName("weight_map") else {
        try scanner.skipValue(depth: 2)
        continue
      }
      guard map == nil else { throw scanner.fault("the key 'weight_map' appears twice") }
      var entries: [(tensor: ExactName, file: ExactName)] = []
      var firstEntry = true
      try scanner.expect("{")
      while let tensor = try scanner.nextKey(first: &firstEntry) {
        entries.append((ExactName(tensor), ExactName(try scanner.string())))
      }
      map = entries
    }
    try scanner.expectEnd()
    return map
  }
}
