/// The parts of an ONNX file that a conversion needs: the constants, and the operations with their inputs.
///
/// Field numbers: `onnx.proto` (ModelProto.graph 7; GraphProto.node 1, initializer 5; NodeProto.input 1, output 2,
/// op_type 4; TensorProto.dims 1, data_type 2, name 8, raw_data 9).
struct ONNXGraph {
  /// A constant of Float32 values.
  struct Initializer {
    var name = ""
    var shape: [Int] = []
    /// The range of the values in the file, little-endian.
    var bytes: Range<Int>?
  }

  /// An operation.
  struct Node {
    var operation = ""
    var inputs: [String] = []
    var outputs: [String] = []
  }

  /// The greatest number of operations, and of constants; encoders have far fewer.
  private static let limit = 100_000

  private(set) var nodes: [Node] = []
  private(set) var initializers: [Initializer] = []

  /// Reads the first graph of a file.
  ///
  /// - Throws: `unexpectedContent` for a damaged file, and for constants that are not Float32 or not inside the file.
  init(_ input: ConversionInput) throws(HubError) {
    var graph: Range<Int>?
    try ProtobufMessage(input: input, range: 0..<input.size).forEachField { (number, value) throws(HubError) in
      if number == 7, case .bytes(let range) = value { graph = graph ?? range }
    }
    guard let graph else { throw input.damaged("it holds no graph") }
    try ProtobufMessage(input: input, range: graph).forEachField { (number, value) throws(HubError) in
      guard case .bytes(let range) = value else { return }
      if number == 1 { nodes.append(try Self.node(input, range)) }
      if number == 5 { initializers.append(try Self.initializer(input, range)) }
      guard nodes.count <= Self.limit, initializers.count <= Self.limit else {
        throw input.damaged("it has too many operations or constants")
      }
    }
  }

  private static func node(_ input: ConversionInput, _ range: Range<Int>) throws(HubError) -> Node {
    var node = Node()
    try ProtobufMessage(input: input, range: range).forEachField { (number, value) throws(HubError) in
      guard case .bytes(let text) = value else { return }
      switch number {
      case 1: node.inputs.append(try input.string(text))
      case 2: node.outputs.append(try input.string(text))
      case 4: node.operation = try input.string(text)
      default: break
      }
    }
    return node
  }

  private static func initializer(
    _ input: ConversionInput, _ range: Range<Int>
  ) throws(HubError) -> Initializer {
    let message = ProtobufMessage(input: input, range: range)
    var tensor = Initializer()
    var type: UInt64 = 0
    var extents: [UInt64] = []
    try message.forEachField { (number, value) throws(HubError) in
      switch (number, value) {
      case (1, .integer(let extent)): extents.append(extent)
      case (1, .bytes(let packed)): extents += try message.packedIntegers(packed)
      case (2, .integer(let code)): type = code
      case (8, .bytes(let text)): tensor.name = try input.string(text)
      case (9, .bytes(let values)): tensor.bytes = values
      default: break
      }
    }
    guard type == 1 else { throw input.damaged("the constant \(tensor.name) is not Float32") }
    var size = 4
    for extent in extents {
      guard let count = Int(exactly: extent) else { throw input.damaged("\(tensor.name) has a negative dimension") }
      let (product, overflow) = size.multipliedReportingOverflow(by: count)
      guard !overflow else { throw input.damaged("\(tensor.name) is larger than any file") }
      size = product
      tensor.shape.append(count)
    }
    guard tensor.bytes?.count == size else { throw input.damaged("\(tensor.name) does not fill its shape") }
    return tensor
  }
}
