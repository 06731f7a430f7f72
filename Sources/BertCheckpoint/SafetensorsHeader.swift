/// The header of a safetensors file, read strictly.
///
/// Source: huggingface/safetensors, `SafeTensors::read_metadata` and `Metadata::validate`. As there, the tensors may
/// have any order in the JSON but must cover the data without gap or overlap; unknown fields of a tensor are ignored;
/// white space around the JSON is accepted.
struct SafetensorsHeader {
  /// The reference implementation's limit on the length of the header, in bytes.
  static let longest = 100_000_000

  /// The entries of `__metadata__` in the order of the file.
  let metadata: [(key: String, value: String)]
  /// The tensors in the order of their values.
  let tensors: [TensorDescriptor]

  /// Reads a header.
  ///
  /// - Parameters:
  ///   - json: The JSON, without the eight bytes of the length before it.
  ///   - fileSize: The size of the whole file in bytes, which the tensors must fill exactly.
  ///   - file: The path, for errors.
  init(json: [UInt8], fileSize: Int, file: String) throws(CheckpointError) {
    guard String(validating: json, as: UTF8.self) != nil else { throw CheckpointError(.notUTF8, file: file) }
    let parser = try SafetensorsHeaderParser.parse(json, file: file)
    let dataStart = 8 + json.count
    var end = 0
    var tensors: [TensorDescriptor] = []
    tensors.reserveCapacity(parser.entries.count)
    // Sorting by both offsets puts an empty tensor before the tensor that begins at the same offset.
    let order = parser.entries.enumerated().sorted {
      ($0.element.begin, $0.element.end, $0.offset) < ($1.element.begin, $1.element.end, $1.offset)
    }
    for (_, entry) in order {
      tensors.append(try entry.descriptor(after: end, dataStart: dataStart, file: file))
      end = entry.end
    }
    let (expected, overflow) = end.addingReportingOverflow(dataStart)
    if overflow || expected > fileSize {
      throw CheckpointError(.missingBytes(expected: overflow ? Int.max : expected, found: fileSize), file: file)
    }
    if expected < fileSize {
      throw CheckpointError(.extraBytes(expected: expected, found: fileSize), file: file)
    }
    self.metadata = parser.metadata
    self.tensors = tensors
  }
}

/// One tensor as the header states it, before its offsets are checked against its shape and the other tensors.
struct SafetensorsHeaderEntry {
  let name: String
  let type: TensorType
  let shape: [Int]
  let begin: Int
  let end: Int

  /// Checks the entry against the rules of the format, and returns its description.
  ///
  /// - Parameters:
  ///   - previousEnd: The end of the values of the tensor before.
  ///   - dataStart: Bytes from the start of the file to the values of the first tensor.
  ///   - file: The path, for errors.
  func descriptor(after previousEnd: Int, dataStart: Int, file: String) throws(CheckpointError) -> TensorDescriptor {
    if end < begin { throw CheckpointError(.offsetsReversed(begin: begin, end: end), file: file, tensor: name) }
    if begin < previousEnd {
      throw CheckpointError(.overlap(begin: begin, previousEnd: previousEnd), file: file, tensor: name)
    }
    if begin > previousEnd {
      throw CheckpointError(.hole(begin: begin, previousEnd: previousEnd), file: file, tensor: name)
    }
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      if overflow { throw CheckpointError(.sizeOverflow, file: file, tensor: name) }
      count = product
    }
    let (bits, overflow) = count.multipliedReportingOverflow(by: type.bitsPerElement)
    let (_, beyond) = end.addingReportingOverflow(dataStart)
    if overflow || beyond { throw CheckpointError(.sizeOverflow, file: file, tensor: name) }
    if bits % 8 != 0 { throw CheckpointError(.partialByte(bits: bits), file: file, tensor: name) }
    if end - begin != bits / 8 {
      throw CheckpointError(.sizeMismatch(expected: bits / 8, found: end - begin), file: file, tensor: name)
    }
    return TensorDescriptor(
      name: name, type: type, shape: shape, byteRange: dataStart + begin..<dataStart + end, elementCount: count)
  }
}
