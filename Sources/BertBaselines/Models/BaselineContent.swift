/// The stored form of a trained simple model: tensors and vocabularies. Others decide about files.
package struct BaselineContent: Sendable {
  /// Numbers with a shape.
  package struct Tensor: Sendable {
    package var shape: [Int]
    /// In row-major order.
    package var values: [Float]

    package init(shape: [Int], values: [Float]) {
      self.shape = shape
      self.values = values
    }
  }

  /// Tensors by name.
  package var tensors: [String: Tensor] = [:]
  /// Vocabularies by name.
  package var vocabularies: [String: TermTable] = [:]

  package init() {}

  /// A tensor of this shape whose values are all finite.
  ///
  /// - Parameters:
  ///   - name: The tensor's name.
  ///   - shape: −1 accepts any size of a dimension.
  /// - Throws: `tensorMissing`, `tensorShape`, `tensorValue`.
  func tensor(_ name: String, shape: [Int]) throws(BaselineError) -> Tensor {
    guard let tensor = tensors[name] else { throw .tensorMissing(name) }
    guard tensor.shape.count == shape.count, zip(tensor.shape, shape).allSatisfy({ $1 < 0 || $0 == $1 }) else {
      throw .tensorShape(name: name, expected: shape, found: tensor.shape)
    }
    guard tensor.values.allSatisfy(\.isFinite) else { throw .tensorValue(name: name) }
    return tensor
  }

  /// The vocabulary of a name.
  ///
  /// - Throws: `vocabularyMissing`.
  func vocabulary(_ name: String) throws(BaselineError) -> TermTable {
    guard let table = vocabularies[name] else { throw .vocabularyMissing(name) }
    return table
  }
}

extension BaselineContent {
  mutating func set(_ name: String, _ shape: [Int], _ values: [Double]) {
    tensors[name] = Tensor(shape: shape, values: values.map(Float.init))
  }

  /// Writes a linear model as `<prefix>.weight` [C, columns] and `<prefix>.bias` [C].
  mutating func set(_ prefix: String, _ model: LinearModel) {
    set(prefix + ".weight", [model.classes, model.columns], model.weights)
    set(prefix + ".bias", [model.classes], model.biases)
  }

  func linear(_ prefix: String, classes: Int, columns: Int) throws(BaselineError) -> LinearModel {
    // The shape is checked before memory is allocated for it.
    let weights = try tensor(prefix + ".weight", shape: [classes, columns]).values.map(Double.init)
    let biases = try tensor(prefix + ".bias", shape: [classes]).values.map(Double.init)
    return LinearModel(classes: classes, columns: columns, weights: weights, biases: biases)
  }
}
