import BertStorage
public import Foundation

/// A safetensors file, mapped into memory and never changed.
///
/// Opening it reads and checks the header only; values are read and converted on request. Every rule of the format is
/// checked when the file is opened, with an error that names the rule, the file and the tensor.
///
/// Source: huggingface/safetensors, the format's description and `safetensors/src/tensor.rs`.
public final class SafetensorsFile: Sendable {
  /// The file.
  public let url: URL
  /// The header's `__metadata__`; empty if there is none. Of keys that differ in bytes but are equal as `String`, it
  /// has only the last one; ``metadataEntries`` has all.
  public let metadata: [String: String]
  /// The header's `__metadata__`, entry by entry in the order of the file.
  public let metadataEntries: [(key: String, value: String)]
  /// The tensors in the order of their values in the file.
  public let tensors: [TensorDescriptor]
  /// The length of the header in bytes, without the eight bytes that state it.
  public let headerLength: Int

  let mapping: MappedFile
  private let places: [ExactName: Int]

  /// Opens a file and checks its header.
  ///
  /// - Parameter url: The file.
  /// - Throws: `CheckpointError` with the rule that the file breaks.
  public init(contentsOf url: URL) throws(CheckpointError) {
    let mapping = try CheckpointError.onFiles { () throws(FileError) in try MappedFile(path: url.path) }
    let header: SafetensorsHeader
    do throws(CheckpointError) {
      (header, headerLength) = try Self.header(of: mapping)
    } catch {
      throw error.explained(by: mapping, expected: .safetensors)
    }
    self.url = url
    self.mapping = mapping
    self.metadataEntries = header.metadata
    self.metadata = Dictionary(header.metadata.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    self.tensors = header.tensors
    self.places = Dictionary(
      header.tensors.enumerated().map { (ExactName($0.element.name), $0.offset) }, uniquingKeysWith: { $1 })
  }

  private static func header(of mapping: MappedFile) throws(CheckpointError) -> (SafetensorsHeader, length: Int) {
    let path = mapping.path
    guard mapping.size >= 8 else {
      throw CheckpointError(.headerLengthMissing(fileSize: mapping.size), file: path)
    }
    let stated = try mapping.withBytes(0..<8) { (bytes) throws(CheckpointError) in
      UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    }
    guard stated <= UInt64(SafetensorsHeader.longest) else {
      throw CheckpointError(.headerTooLarge(length: stated, limit: SafetensorsHeader.longest), file: path)
    }
    let length = Int(stated)
    guard length <= mapping.size - 8 else {
      throw CheckpointError(.headerPastEnd(length: length, fileSize: mapping.size), file: path)
    }
    let json = try mapping.withBytes(8..<8 + length) { (bytes) throws(CheckpointError) in Array(bytes) }
    return (try SafetensorsHeader(json: json, fileSize: mapping.size, file: path), length)
  }

  /// The tensor of a name, compared byte for byte; nil if there is none.
  public subscript(name: String) -> TensorDescriptor? {
    places[ExactName(name)].map { tensors[$0] }
  }

  /// Calls `body` with the bytes of a tensor as they are in the file, little-endian and possibly unaligned.
  package func withBytes<Result>(
    of name: String, _ body: (UnsafeRawBufferPointer) throws(CheckpointError) -> Result
  ) throws(CheckpointError) -> Result {
    guard let tensor = self[name] else { throw CheckpointError(.noSuchTensor, file: url.path, tensor: name) }
    return try mapping.withBytes(tensor.byteRange, of: name, body)
  }
}
