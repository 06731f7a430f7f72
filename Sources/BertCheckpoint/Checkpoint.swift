public import Foundation

/// A model's weights: one safetensors file, or several shards behind an index.
public struct Checkpoint: Sendable {
  /// What was opened: the file, or the directory that holds the files.
  public let url: URL
  /// The tensors; those of one file stand in the order of their values, the files in the order of their names.
  public let tensors: [TensorDescriptor]
  /// The files, one unless the checkpoint is sharded.
  public let files: [SafetensorsFile]

  private let places: [ExactName: (file: Int, tensor: Int)]

  /// Opens a safetensors file, an index of shards (`….safetensors.index.json`), or a directory that holds
  /// `model.safetensors` or else `model.safetensors.index.json`.
  ///
  /// - Throws: `CheckpointError` for any broken rule of any file, a missing shard, a shard without a tensor that the
  ///   index places in it, or a directory without weights.
  public init(at url: URL) throws(CheckpointError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) else {
      throw CheckpointError(.notFound, file: url.path)
    }
    var source = url
    if isDirectory.boolValue {
      let single = url.appendingPathComponent("model.safetensors")
      let index = url.appendingPathComponent("model.safetensors.index.json")
      if FileManager.default.fileExists(atPath: single.path) {
        source = single
      } else if FileManager.default.fileExists(atPath: index.path) {
        source = index
      } else {
        let pickled = url.appendingPathComponent("pytorch_model.bin")
        throw CheckpointError(
          .noWeights(pickled: FileManager.default.fileExists(atPath: pickled.path)), file: url.path)
      }
    }
    self.url = url
    if source.lastPathComponent.hasSuffix(".index.json") {
      let index = try ShardIndex(contentsOf: source)
      (files, tensors, places) = try Self.open(index, in: source.deletingLastPathComponent())
    } else {
      let file = try SafetensorsFile(contentsOf: source)
      files = [file]
      tensors = file.tensors
      places = Dictionary(
        file.tensors.enumerated().map { (ExactName($0.element.name), (0, $0.offset)) }, uniquingKeysWith: { $1 })
    }
  }

  /// The tensor of a name, compared byte for byte; nil if there is none.
  public subscript(name: String) -> TensorDescriptor? {
    places[ExactName(name)].map { tensors[$0.tensor] }
  }

  /// The values of a tensor as floats, in row-major order; see `SafetensorsFile.floats(of:)`.
  public func floats(of name: String) throws(CheckpointError) -> [Float] {
    try file(of: name).floats(of: name)
  }

  /// Reads the values of a tensor as floats into a buffer of just its size.
  package func readFloats(
    of name: String, into target: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    try file(of: name).readFloats(of: name, into: target)
  }

  /// The file that holds a tensor.
  public func file(of name: String) throws(CheckpointError) -> SafetensorsFile {
    guard let place = places[ExactName(name)] else {
      throw CheckpointError(.noSuchTensor, file: url.path, tensor: name)
    }
    return files[place.file]
  }

  private static func open(
    _ index: ShardIndex, in directory: URL
  ) throws(CheckpointError) -> ([SafetensorsFile], [TensorDescriptor], [ExactName: (file: Int, tensor: Int)]) {
    var files: [SafetensorsFile] = []
    var tensors: [TensorDescriptor] = []
    var places: [ExactName: (file: Int, tensor: Int)] = [:]
    for (shard, names) in index.shards {
      let url = directory.appendingPathComponent(shard)
      guard FileManager.default.fileExists(atPath: url.path) else {
        throw CheckpointError(.shardMissing(shard), file: index.path)
      }
      let file = try SafetensorsFile(contentsOf: url)
      for name in names where file[name.text] == nil {
        throw CheckpointError(.tensorNotInShard(shard), file: index.path, tensor: name.text)
      }
      // What the index does not name is left out: two shards may both hold a tensor, and the index says which counts.
      for tensor in file.tensors where names.contains(ExactName(tensor.name)) {
        places[ExactName(tensor.name)] = (files.count, tensors.count)
        tensors.append(tensor)
      }
      files.append(file)
    }
    return (files, tensors, places)
  }
}
