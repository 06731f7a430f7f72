import BertStorage
public import Foundation

/// A model's weights: one file, safetensors or pickled, or several shards behind an index; or a checkpoint of
/// TensorFlow.
public struct Checkpoint: Sendable {
  /// What was opened: the file, or the directory that holds the files.
  public let url: URL
  /// The tensors: file by file in the order of the file names, and within each in the order of their values.
  public let tensors: [TensorDescriptor]
  /// The files, one unless the checkpoint is sharded.
  public let files: [any TensorFile]

  let places: [ExactName: (file: Int, tensor: Int)]

  /// Opens a safetensors file, a pickled one (`.bin`, `.pt`, `.pth`, `.ckpt`), an index of shards (`….index.json`), the
  /// index of a TensorFlow checkpoint (`.index`, an ending that may be omitted), or a directory that holds, in this
  /// order of preference, `model.safetensors`, its index, `pytorch_model.bin`, its index, or a TensorFlow checkpoint.
  ///
  /// The tensors of a TensorFlow checkpoint of a published BERT, ALBERT or ELECTRA have transformers' names and layout.
  ///
  /// - Parameter url: The file or directory.
  /// - Throws: `CheckpointError` for any broken rule of any file, a missing shard, a shard without a tensor that the
  ///   index places in it, or a directory without weights. For a file or directory of another kind, the error says what
  ///   it is.
  public init(at url: URL) throws(CheckpointError) {
    var isDirectory: ObjCBool = false
    var source = url
    if !FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) {
      // TensorFlow names a checkpoint by the common prefix of its files.
      source = URL(fileURLWithPath: url.path + TensorBundle.ending)
      guard FileManager.default.fileExists(atPath: source.path) else {
        throw CheckpointError(.file(.notFound), file: url.path)
      }
    }
    if isDirectory.boolValue {
      let files = Self.usualNames.map { url.appendingPathComponent($0) }
      let usual = files.first { FileManager.default.fileExists(atPath: $0.path) }
      guard let found = usual == nil ? try Self.bundleIndex(in: url) : usual else {
        let other = OtherWeights(in: url, usual: Self.usualNames)
        throw CheckpointError(other.map { .otherWeights($0) } ?? .noWeights, file: url.path)
      }
      source = found
    }
    self.url = url
    if source.lastPathComponent.hasSuffix(".index.json") {
      let index = try ShardIndex(contentsOf: source)
      (files, tensors, places) = try Self.open(index, in: source.deletingLastPathComponent())
    } else {
      let file = try Self.open(source)
      files = [file]
      tensors = file.tensors
      places = Dictionary(
        file.tensors.enumerated().map { (ExactName($0.element.name), (0, $0.offset)) }, uniquingKeysWith: { $1 })
    }
  }

  init(
    url: URL, tensors: [TensorDescriptor], files: [any TensorFile], places: [ExactName: (file: Int, tensor: Int)]
  ) {
    self.url = url
    self.tensors = tensors
    self.files = files
    self.places = places
  }

  /// The tensor of a name, compared byte for byte; nil if there is none.
  public subscript(name: String) -> TensorDescriptor? {
    places[ExactName(name)].map { tensors[$0.tensor] }
  }

  /// The values of a tensor as floats, in row-major order; see ``TensorFile/floats(of:)``.
  ///
  /// - Parameter name: The tensor.
  /// - Throws: `noSuchTensor`, `notConvertible`, `shrunkSinceOpened`.
  public func floats(of name: String) throws(CheckpointError) -> [Float] {
    try file(of: name).floats(of: name)
  }

  /// Reads the values of a tensor as floats into a buffer of exactly its size.
  package func readFloats(
    of name: String, into target: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    try file(of: name).readFloats(of: name, into: target)
  }

  /// The file that holds a tensor.
  ///
  /// - Parameter name: The tensor.
  /// - Throws: `noSuchTensor`.
  public func file(of name: String) throws(CheckpointError) -> any TensorFile {
    guard let place = places[ExactName(name)] else {
      throw CheckpointError(.noSuchTensor, file: url.path, tensor: name)
    }
    return files[place.file]
  }

  /// The usual file names of a model's weights, the preferred first.
  static let usualNames = [
    "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json",
  ]

  private static func open(_ url: URL) throws(CheckpointError) -> any TensorFile {
    if let format = OtherWeights.Format(fileName: url.lastPathComponent) {
      throw CheckpointError(.otherWeights(.file(url.lastPathComponent, format)), file: url.path)
    }
    if url.lastPathComponent.hasSuffix(TensorBundle.ending) { return try openBundle(url) }
    return ["bin", "pt", "pth", "ckpt"].contains(url.pathExtension.lowercased())
      ? try PickledFile(contentsOf: url) : try SafetensorsFile(contentsOf: url)
  }

  private static func open(
    _ index: ShardIndex, in directory: URL
  ) throws(CheckpointError) -> ([any TensorFile], [TensorDescriptor], [ExactName: (file: Int, tensor: Int)]) {
    var files: [any TensorFile] = []
    var tensors: [TensorDescriptor] = []
    var places: [ExactName: (file: Int, tensor: Int)] = [:]
    for (shard, names) in index.shards {
      let url = directory.appendingPathComponent(shard)
      guard FileManager.default.fileExists(atPath: url.path) else {
        throw CheckpointError(.shardMissing(shard), file: index.path)
      }
      let file = try open(url)
      for name in names where file[name.text] == nil {
        throw CheckpointError(.tensorNotInShard(shard), file: index.path, tensor: name.text)
      }
      // Tensors that the index does not place here are left out: where two shards hold a tensor, the index chooses one.
      for tensor in file.tensors where names.contains(ExactName(tensor.name)) {
        places[ExactName(tensor.name)] = (files.count, tensors.count)
        tensors.append(tensor)
      }
      files.append(file)
    }
    return (files, tensors, places)
  }
}
