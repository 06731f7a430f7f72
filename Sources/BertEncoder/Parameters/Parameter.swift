package import BertKernels

/// A tensor that training may change.
///
/// Its memory may be part of a larger matrix: the weights of queries, keys and values lie in one, so that one product
/// computes all three.
package final class Parameter {
  /// The full name in a checkpoint of the model with its head, such as `bert.embeddings.LayerNorm.weight`.
  package let name: String
  package let shape: [Int]
  package let part: ModelPart
  /// Height above the text: embeddings 0, layer i is i + 1, pooler and classifier L + 1.
  package let depth: Int
  /// Whether weight decay applies: not to biases and LayerNorm.
  package let decays: Bool
  /// A vector is a matrix of one row.
  package let value: Matrix
  /// Of the same shape; `nil` where the parameter is frozen.
  package internal(set) var gradient: Matrix?
  /// For a table of which a step reads few rows: which rows the gradient may differ from zero in. `nil`: all.
  package internal(set) var touchedRows: TouchedRows?

  init(_ specification: ParameterSpecification, value: Matrix, depth: Int, isTable: Bool) {
    name = specification.name
    shape = specification.shape
    part = specification.part
    decays = specification.decays
    self.depth = depth
    self.value = value
    touchedRows = isTable ? TouchedRows(count: value.rows) : nil
  }

  /// What a quantised checkpoint holds for it; `nil` for others.
  var quantized: QuantizedMatrix?

  package var isTrained: Bool { gradient != nil }
  package var count: Int { value.count }
}
