package import BertStorage
package import Foundation

/// Writes safetensors files that the reference library reads.
public enum SafetensorsWriter {
  /// Writes tensors in the given order to a file beside the target, which is then renamed over it.
  ///
  /// The header is padded with spaces to a multiple of eight bytes, as the reference implementation does, so that
  /// values are aligned. Metadata are sorted by the bytes of their keys: the same content gives the same file.
  ///
  /// - Parameters:
  ///   - tensors: The tensors, in the order of their values.
  ///   - metadata: The header's `__metadata__`.
  ///   - url: The target.
  ///   - operations: The system calls, for tests.
  /// - Throws: `duplicateName`, `reservedName`, `negativeExtent`, `sizeOverflow`, `headerTooLarge`, `countMismatch`,
  ///   `sourceFailed` for bad input; `file` for the file system. On failure the target is unchanged.
  package static func write(
    _ tensors: [TensorSource], metadata: [String: String], to url: URL, operations: FileOperations = .system
  ) throws(CheckpointError) {
    let path = url.path
    let (layout, counts) = try layout(of: tensors, metadata: metadata, file: path)
    guard layout.length <= SafetensorsHeader.longest else {
      throw CheckpointError(
        .headerTooLarge(length: UInt64(layout.length), limit: SafetensorsHeader.longest), file: path)
    }
    let file = try CheckpointError.onFiles { () throws(FileError) in
      try AsideFile(for: path, operations: operations)
    }
    try CheckpointError.onFiles { () throws(FileError) in try file.append(layout.header()) }
    for (tensor, count) in zip(tensors, counts) {
      if let bytes = tensor.bytes?() {
        let size = tensor.type.bitsPerElement / 8
        guard bytes.count == count * size else {
          throw CheckpointError(
            .countMismatch(expected: count, found: bytes.count / max(1, size)), file: path, tensor: tensor.name)
        }
        try CheckpointError.onFiles { () throws(FileError) in try file.append(bytes) }
        continue
      }
      var written = 0
      do {
        try tensor.withValues { values in
          written += values.count
          guard written <= count else { return }
          try file.append(values)
        }
      } catch let error as FileError {
        throw CheckpointError(error)
      } catch {
        throw CheckpointError(.sourceFailed("\(error)"), file: path, tensor: tensor.name)
      }
      guard written == count else {
        throw CheckpointError(.countMismatch(expected: count, found: written), file: path, tensor: tensor.name)
      }
    }
    do {
      try file.finish()
    } catch {
      throw CheckpointError(error)
    }
  }

  /// The content of the header, and the number of elements of each tensor.
  private static func layout(
    of tensors: [TensorSource], metadata: [String: String], file: String
  ) throws(CheckpointError) -> (SafetensorsLayout, counts: [Int]) {
    var seen: Set<ExactName> = [ExactName("__metadata__")]
    var counts: [Int] = []
    var entries: [SafetensorsLayout.Tensor] = []
    var offset = 0
    for tensor in tensors {
      let name = ExactName(tensor.name)
      guard seen.insert(name).inserted else {
        let rule: CheckpointError.Rule = name == ExactName("__metadata__") ? .reservedName : .duplicateName
        throw CheckpointError(rule, file: file, tensor: tensor.name)
      }
      let count = try elementCount(of: tensor, file: file)
      let (size, overflow) = count.multipliedReportingOverflow(by: tensor.type.bitsPerElement / 8)
      let (end, beyond) = offset.addingReportingOverflow(size)
      if overflow || beyond { throw CheckpointError(.sizeOverflow, file: file, tensor: tensor.name) }
      entries.append(.init(tensor.name, tensor.type, tensor.shape, size: size))
      counts.append(count)
      offset = end
    }
    let ordered = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    return (SafetensorsLayout(entries, metadata: ordered), counts)
  }

  private static func elementCount(of tensor: TensorSource, file: String) throws(CheckpointError) -> Int {
    var count = 1
    for extent in tensor.shape {
      guard extent >= 0 else { throw CheckpointError(.negativeExtent(extent), file: file, tensor: tensor.name) }
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      if overflow { throw CheckpointError(.sizeOverflow, file: file, tensor: tensor.name) }
      count = product
    }
    return count
  }
}
