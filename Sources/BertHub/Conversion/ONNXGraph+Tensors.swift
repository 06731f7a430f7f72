import BertCheckpoint

extension ONNXGraph {
  /// The end of the prefix of tensor names in an export of sentence-transformers' module.
  private static let marker = "auto_model."

  /// The constants under their names in the checkpoint, sorted by name.
  ///
  /// The exporter transposes the weights of linear layers to `[inputs, outputs]` and names them by numbers. Such a
  /// weight is the second factor of a `MatMul` to whose result an `Add` adds the layer's bias, which has kept its name.
  /// The weight is named after the bias and transposed back.
  ///
  /// - Throws: `unexpectedContent` for a constant that neither has a name nor is such a weight.
  func tensors(of input: ConversionInput) throws(HubError) -> [TensorSource] {
    let names = weightNames
    var tensors: [TensorSource] = []
    for initializer in initializers {
      guard let bytes = initializer.bytes else { throw input.damaged("\(initializer.name) has no values") }
      if let name = Self.ownName(initializer.name) {
        tensors.append(TensorSource.floats(name, initializer.shape, input, bytes))
      } else if let name = names[initializer.name], initializer.shape.count == 2 {
        tensors.append(.transposed(name, initializer.shape[0], initializer.shape[1], input, bytes))
      } else {
        throw input.damaged("nothing says what the constant \(initializer.name) is")
      }
    }
    return tensors.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// The checkpoint's names of numbered weights, by their names in the graph.
  private var weightNames: [String: String] {
    var biases: [String: String] = [:]
    for node in nodes where node.operation == "Add" && node.inputs.count == 2 {
      for (bias, other) in [(node.inputs[0], node.inputs[1]), (node.inputs[1], node.inputs[0])] {
        guard let name = Self.ownName(bias), name.hasSuffix(".bias") else { continue }
        biases[other] = String(name.dropLast("bias".count)) + "weight"
      }
    }
    var names: [String: String] = [:]
    for node in nodes where node.operation == "MatMul" && node.inputs.count == 2 {
      if let result = node.outputs.first, let name = biases[result] { names[node.inputs[1]] = name }
    }
    return names
  }

  /// The part of a name after the marker; nil for a constant that the exporter named.
  private static func ownName(_ name: String) -> String? {
    name.firstRange(of: marker).map { String(name[$0.upperBound...]) }
  }
}
