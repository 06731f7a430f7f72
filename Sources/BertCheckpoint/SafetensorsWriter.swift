package import Foundation

/// Writes safetensors files that the reference library reads.
public enum SafetensorsWriter {
  /// Writes tensors in the order given, aside and moved into place in one rename.
  ///
  /// The header is padded with spaces to a multiple of eight bytes, as the reference does, so that values are aligned.
  /// Metadata are written sorted by their keys' bytes: the same content gives the same file.
  ///
  /// - Throws: `duplicateName`, `reservedName`, `negativeExtent`, `sizeOverflow`, `headerTooLarge`, `countMismatch`,
  ///   `sourceFailed` for bad input; `diskFull`, `notWritable`, `notFound`, `io` for the file system. On failure
  ///   the target is as it was.
  package static func write(
    _ tensors: [TensorSource], metadata: [String: String], to url: URL, operations: FileOperations = .system
  ) throws(CheckpointError) {
    let path = url.path
    let (header, counts) = try header(of: tensors, metadata: metadata, file: path)
    let file = try AsideFile(for: path, operations: operations)
    try file.append(header)
    for (tensor, count) in zip(tensors, counts) {
      if let bytes = tensor.bytes?() {
        let size = tensor.type.bitsPerElement / 8
        guard bytes.count == count * size else {
          throw CheckpointError(
            .countMismatch(expected: count, found: bytes.count / max(1, size)), file: path, tensor: tensor.name)
        }
        try file.append(bytes)
        continue
      }
      var written = 0
      do {
        try tensor.withValues { values in
          written += values.count
          guard written <= count else { return }
          try file.append(values)
        }
      } catch let error as CheckpointError {
        throw error
      } catch {
        throw CheckpointError(.sourceFailed("\(error)"), file: path, tensor: tensor.name)
      }
      guard written == count else {
        throw CheckpointError(.countMismatch(expected: count, found: written), file: path, tensor: tensor.name)
      }
    }
    try file.finish()
  }

  /// The length, the JSON and its padding; and the element count of each tensor.
  private static func header(
    of tensors: [TensorSource], metadata: [String: String], file: String
  ) throws(CheckpointError) -> (bytes: [UInt8], counts: [Int]) {
    var json: [UInt8] = [UInt8(ascii: "{")]
    if !metadata.isEmpty {
      let entries = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      json += "\"__metadata__\":{".utf8
      json += entries.map { "\(JSONString.quoted($0.key)):\(JSONString.quoted($0.value))" }.joined(separator: ",").utf8
      json += "}".utf8
    }
    var seen: Set<ExactName> = [ExactName("__metadata__")]
    var counts: [Int] = []
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
      if json.count > 1 { json.append(UInt8(ascii: ",")) }
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      json += "\(JSONString.quoted(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],".utf8
      json += "\"data_offsets\":[\(offset),\(end)]}".utf8
      counts.append(count)
      offset = end
    }
    json.append(UInt8(ascii: "}"))
    json += [UInt8](repeating: UInt8(ascii: " "), count: (8 - json.count % 8) % 8)
    guard json.count <= SafetensorsHeader.longest else {
      throw CheckpointError(.headerTooLarge(length: UInt64(json.count), limit: SafetensorsHeader.longest), file: file)
    }
    let length = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Array($0) }
    return (length + json, counts)
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
