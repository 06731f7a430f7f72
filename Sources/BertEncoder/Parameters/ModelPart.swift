/// The part of a model that a parameter belongs to.
package enum ModelPart: Sendable, Equatable {
  case embeddings
  /// The index of the layer, counted from 0 at the embeddings.
  case layer(Int)
  case pooler
  case classifier

  /// The depth in the model: embeddings 0, layer i is i + 1, pooler and classifier L + 1.
  package func depth(layers: Int) -> Int {
    switch self {
    case .embeddings: 0
    case .layer(let index): index + 1
    case .pooler, .classifier: layers + 1
    }
  }
}
