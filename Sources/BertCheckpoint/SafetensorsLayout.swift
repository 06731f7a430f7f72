import BertStorage

/// What the header of a safetensors file to be written says: the tensors, one behind the other, and the metadata.
///
/// Source: huggingface/safetensors, the format's description.
package struct SafetensorsLayout {
  /// A tensor of the file.
  package struct Tensor {
    package let name: String
    package let type: TensorType
    package let shape: [Int]
    /// Bytes of its values.
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
  ///   - tensors: In the order of their values. Names differ, and the sizes' sum fits 64 bits.
  ///   - metadata: In the order in which the header has them.
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

  /// Bytes of the header without padding and without the eight bytes that state its length.
  package var length: Int { json.count }

  /// The eight bytes that state the header's length, the JSON, and spaces behind it.
  ///
  /// - Parameter length: Bytes of the header with its padding, where they are fixed; nil pads to a multiple of eight, as
  ///   the reference does, so that values are aligned.
  package func header(length: Int? = nil) -> [UInt8] {
    let json = json
    let padded = length ?? (json.count + 7) / 8 * 8
    precondition(padded >= json.count, "the header does not fit its place")
    return (0..<8).map { UInt8(truncatingIfNeeded: padded >> (8 * $0)) } + json
      + [UInt8](repeating: UInt8(ascii: " "), count: padded - json.count)
  }
}
