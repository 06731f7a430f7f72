/// The names that the program gave its variables, where the keys of a checkpoint are paths in a graph of objects.
///
/// Source: TensorFlow, `tensorflow/core/protobuf/trackable_object_graph.proto`.
struct ObjectGraph {
  /// The key of the string tensor that holds the graph.
  static let key = "_CHECKPOINTABLE_OBJECT_GRAPH"

  /// The names of the variables by the keys of their tensors.
  private(set) var names: [ExactName: String] = [:]

  /// - Parameter values: The bytes of the tensor: the length of the string, a checksum of that, and the string.
  init(_ values: [UInt8]) throws(BundleFault) {
    var reader = BundleReader(values[...])
    let length = try reader.count()
    _ = try reader.take(4)
    var graph = BundleReader(try reader.take(length))
    while let (number, field) = try graph.field() {
      guard case (1, .bytes(let message)) = (number, field) else { continue }
      var node = BundleReader(message)
      while let (number, field) = try node.field() {
        guard case (2, .bytes(let attribute)) = (number, field) else { continue }
        try add(attribute)
      }
    }
  }

  private mutating func add(_ attribute: ArraySlice<UInt8>) throws(BundleFault) {
    var name: ArraySlice<UInt8> = [], key: ArraySlice<UInt8> = []
    var reader = BundleReader(attribute)
    while let (number, field) = try reader.field() {
      switch (number, field) {
      case (2, .bytes(let text)): name = text
      case (3, .bytes(let text)): key = text
      default: break
      }
    }
    guard !key.isEmpty, let text = String(validating: name, as: UTF8.self), !text.isEmpty else { return }
    names[ExactName(Array(key))] = text
  }
}
