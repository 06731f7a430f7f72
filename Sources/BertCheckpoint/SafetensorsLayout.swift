import BertStorage

/// The content of the header of a safetensors file to be written: consecutive tensors, and the metadata.
///
/// Source: huggingface/safetensors, the format's description.
package struct SafetensorsLayout {
  /// A tensor of the file.
  package struct Tensor {
    package let name: String
    package let type: TensorType
    package let shape: [Int]
    /// The size of its values in bytes.
    package let size: Int

    package init(_ name: String, _ type: TensorType, _ shape: [Int], size: Int) {
      self.name = name
      self.type = type
      self.shape = shape
      self.size = size
    }
  }

  package let tensors: [Tensor]
  package let metadata: [(key: String, value: String)]

  /// - Parameters:
  ///   - tensors: In the order of their values. The names must differ, and the sum of the sizes must fit into 64 bits.
  ///   - metadata: In the order of the header.
  package init(_ tensors: [Tensor], metadata: [(key: String, value: String)]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The header's JSON.
  private var json: [UInt8] {
    var members: [(key: String, value: JSONValue)] = []
    if !metadata.isEmpty { members.append(("__metadata__", .object(metadata.map { ($0.key, .string($0.value)) }))) }
    var start = 0
    for tensor in tensors {
      let end = start + tensor.size
      members.append(
        (
          tensor.name,
          [
            "dtype": .string(tensor.type.rawValue), "shape": .array(tensor.shape.map(JSONValue.integer)),
            "data_offsets": [.integer(start), .integer(end)],
          ]
        ))
      start = end
    }
    return Array(JSONValue.object(members).line.utf8)
  }

  /// The length of the header in bytes, without padding and without the eight bytes that state its length.
  package var length: Int { json.count }

  /// The header: eight bytes that state its length, the JSON, and spaces as padding.
  ///
  /// - Parameter length: The length in bytes with the padding, where it is fixed; nil pads to a multiple of eight, as
  ///   the reference implementation does, so that values are aligned.
  package func header(length: Int? = nil) -> [UInt8] {
    let json = json
    let padded = length ?? (json.count + 7) / 8 * 8
    precondition(padded >= json.count, "the header does not fit into its fixed length")
    return (0..<8).map { UInt8(truncatingIfNeeded: padded >> (8 * $0)) } + json
      + [UInt8](repeating: UInt8(ascii: " "), count: padded - json.count)
  }
}
