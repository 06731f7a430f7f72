/// Which part of a model a parameter belongs to.
package enum ModelPart: Sendable, Equatable {
  case embeddings
  /// Counted from 0, the layer next to the embeddings.
  case layer(Int)
  case pooler
  case classifier

  /// Height above the text: embeddings 0, layer i is i + 1, pooler and classifier L + 1.
  package func depth(layers: Int) -> Int {
    switch self {
    case .embeddings: 0
    case .layer(let index): index + 1
    case .pooler, .classifier: layers + 1
    }
  }
}
