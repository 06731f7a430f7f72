import BertStorage
public import Foundation

/// A `pytorch_model.bin`: a `state_dict` written by `torch.save`, read without executing anything in it.
///
/// The file is a zip archive of a pickle, which describes the tensors, and one member of raw values for each storage.
/// Opening it reads the pickle with a `PickleMachine`; values stay mapped and are converted on request. Tensors that
/// share a storage, such as tied weights, each have a name.
///
/// Source: PyTorch, `torch/serialization.py`, the format since version 1.6.
public final class PickledFile: TensorFile {
  /// The file.
  public let url: URL
  /// The tensors in the order of the pickle.
  public let tensors: [TensorDescriptor]
  /// Empty, as the format has no metadata.
  public var metadataEntries: [(key: String, value: String)] { [] }

  /// The largest pickle read, in bytes: enough for 100,000 tensors. Reading takes up to about twenty times as much
  /// memory.
  static let longestPickle = 16_000_000
  /// The first bytes of files before PyTorch 1.6: a pickled magic number.
  private static let legacyStart: [UInt8] = [0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20]

  private let mapping: MappedFile
  private let views: [ExactName: (tensor: Int, view: PickledTensor)]

  /// Opens a file and reads its pickle.
  ///
  /// Where the `state_dict` is under a key of the pickle's dictionary, as training programs store it together with the
  /// optimizer's, the names of its tensors begin with that key: `state_dict.bert.pooler.dense.weight`.
  ///
  /// - Parameter url: The file.
  /// - Throws: `CheckpointError` for a file that is not such an archive, was written before PyTorch 1.6, is a whole
  ///   module or a TorchScript program, or names a class or function that is not allowed.
  public init(contentsOf url: URL) throws(CheckpointError) {
    let path = url.path
    let mapping = try CheckpointError.onFiles { () throws(FileError) in try MappedFile(path: path) }
    let (entries, members) = try mapping.withBytes(0..<mapping.size) {
      (bytes) throws(CheckpointError) -> ([Entry], [ExactName: Range<Int>]) in
      guard !bytes.prefix(Self.legacyStart.count).elementsEqual(Self.legacyStart) else {
        throw CheckpointError(.pickleLegacy, file: path)
      }
      let archive: ZipDirectory
      do throws(ZipDirectory.Fault) {
        archive = try ZipDirectory(bytes)
      } catch {
        throw CheckpointError(.notAnArchive(error.reason), file: path).explained(by: mapping, expected: .zipArchive)
      }
      return (try Self.read(bytes, archive, path), archive.members)
    }
    var tensors: [TensorDescriptor] = []
    var views: [ExactName: (tensor: Int, view: PickledTensor)] = [:]
    for entry in entries {
      let tensor = try Self.describe(entry, members, path)
      guard views.updateValue((tensors.count, entry.view), forKey: ExactName(entry.name)) == nil else {
        throw CheckpointError(.duplicateKey(entry.name), file: path)
      }
      tensors.append(tensor)
    }
    self.url = url
    self.mapping = mapping
    self.tensors = tensors
    self.views = views
  }

  /// The tensor of a name, compared byte for byte; nil if there is none.
  public subscript(name: String) -> TensorDescriptor? { views[ExactName(name)].map { tensors[$0.tensor] } }

  /// Reads the values of a tensor as floats into a buffer of exactly its size. Then it releases the pages of the file
  /// from memory.
  ///
  /// - Parameters:
  ///   - name: The tensor.
  ///   - target: The buffer, in row-major order.
  /// - Throws: `noSuchTensor`, `notConvertible`, `countMismatch`, `shrunkSinceOpened`.
  public func readFloats(of name: String, into target: UnsafeMutableBufferPointer<Float>) throws(CheckpointError) {
    let tensor = try tensor(name, for: target)
    guard let view = views[ExactName(name)]?.view, tensor.elementCount > 0 else { return }
    try mapping.withBytes(tensor.byteRange, of: name) { bytes in
      guard !view.isContiguous else {
        ElementConversion.convert(bytes, as: tensor.type, into: target)
        return
      }
      // Such as a transposed matrix: all values from its first to its last element are converted, then put in order.
      let span = bytes.count / (view.storage.type.bitsPerElement / 8)
      let values = [Float](unsafeUninitializedCapacity: span) { buffer, count in
        ElementConversion.convert(
          bytes, as: tensor.type, into: UnsafeMutableBufferPointer(rebasing: buffer[..<span]))
        count = span
      }
      for (index, place) in StridedPlaces(view).enumerated() { target[index] = values[place] }
    }
    mapping.release()
  }
}

extension PickledFile {
  /// A named tensor of the pickle, and the folder of the archive that holds its values.
  private struct Entry {
    let name: String
    let view: PickledTensor
    let folder: [UInt8]
  }

  private static func read(
    _ bytes: UnsafeRawBufferPointer, _ archive: ZipDirectory, _ path: String
  ) throws(CheckpointError) -> [Entry] {
    let ending = Array("/data.pkl".utf8), members = archive.members
    func ends(_ name: ExactName) -> Bool {
      name.bytes.count > ending.count && name.bytes.suffix(ending.count) == ending[...]
    }
    guard !archive.compressed.contains(where: ends) else {
      throw CheckpointError(.notAnArchive("a member is compressed"), file: path)
    }
    let pickles = members.filter { ends($0.key) }
    guard pickles.count <= 1 else {
      throw CheckpointError(.notAnArchive("it has several members data.pkl"), file: path)
    }
    guard let pickle = pickles.first else {
      // An archive with the values of tensors has lost its pickle; another holds other files.
      let hasValues = members.keys.contains { $0.bytes.suffix(7) == Array("/data/0".utf8)[...] }
      throw CheckpointError(
        hasValues ? .notAnArchive("it has no member data.pkl") : .foreignFile(.zipArchive), file: path)
    }
    let folder = Array(pickle.key.bytes.dropLast(ending.count - 1))
    guard members[ExactName(folder + Array("constants.pkl".utf8))] == nil else {
      throw CheckpointError(.torchScript, file: path)
    }
    if let order = members[ExactName(folder + Array("byteorder".utf8))], bytes[order].elementsEqual("big".utf8) {
      throw CheckpointError(.notAnArchive("its values are big-endian"), file: path)
    }
    guard pickle.value.count <= longestPickle else {
      throw CheckpointError(.notAnArchive("its pickle has \(pickle.value.count) bytes"), file: path)
    }
    var machine = PickleMachine(Array(bytes[pickle.value]))
    do throws(PickleMachine.Fault) {
      guard case .dictionary(let number) = try machine.run() else {
        throw machine.fault(orElse: "it is not a dictionary")
      }
      let state = try PickledState(machine, dictionary: number)
      guard !state.tensors.isEmpty else { throw machine.fault(orElse: "it holds no named tensors", offset: 0) }
      return state.tensors.map { Entry(name: $0.name, view: machine.tensors[$0.tensor], folder: folder) }
    } catch {
      throw CheckpointError(error.rule, file: path)
    }
  }

  private static func describe(
    _ entry: Entry, _ members: [ExactName: Range<Int>], _ path: String
  ) throws(CheckpointError) -> TensorDescriptor {
    let view = entry.view, storage = view.storage
    let (size, overflow) = storage.count.multipliedReportingOverflow(by: storage.type.bitsPerElement / 8)
    guard let member = members[ExactName(entry.folder + Array("data/\(storage.key)".utf8))], !overflow,
      member.count >= size
    else {
      throw CheckpointError(.pickledStorageMissing(storage.key), file: path, tensor: entry.name)
    }
    // A view may skip elements but not repeat them, so that the memory of its values is bounded by the file.
    guard let extents = view.extents, view.offset <= storage.count, extents.span <= storage.count - view.offset,
      extents.elements <= max(1, extents.span)
    else {
      throw CheckpointError(.pickledTensorOutside, file: path, tensor: entry.name)
    }
    let width = storage.type.bitsPerElement / 8, start = member.lowerBound + view.offset * width
    return TensorDescriptor(
      name: entry.name, type: storage.type, shape: view.shape, byteRange: start..<start + extents.span * width,
      elementCount: extents.elements)
  }
}

/// The offsets of a view's elements in row-major order, from its first element.
private struct StridedPlaces: Sequence, IteratorProtocol {
  /// The axes whose size is not 1; the stride of other axes has no meaning, and may be any number.
  private let axes: [(size: Int, stride: Int)]
  private var indices: [Int]
  private var place: Int? = 0

  init(_ view: PickledTensor) {
    axes = zip(view.shape, view.strides).filter { $0.0 != 1 }.map { (size: $0.0, stride: $0.1) }
    indices = Array(repeating: 0, count: axes.count)
  }

  mutating func next() -> Int? {
    guard let current = place else { return nil }
    var after = current
    for (index, axis) in zip(axes.indices, axes).reversed() {
      indices[index] += 1
      if indices[index] < axis.size {
        place = after + axis.stride
        return current
      }
      after -= axis.stride * (axis.size - 1)
      indices[index] = 0
    }
    place = nil
    return current
  }
}

extension PickleMachine.Fault {
  fileprivate var rule: CheckpointError.Rule {
    switch self {
    case .malformed(let reason, let offset): .pickleMalformed(reason, offset: offset)
    case .instruction(let code, let offset): .pickleInstruction(code, offset: offset)
    case .global(let name): .pickleGlobal(name)
    case .module(let name): .pickledObject(name)
    }
  }
}
