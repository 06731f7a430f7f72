/// A parameter's name, shape and place, before there is memory for it.
struct ParameterSpecification {
  /// The full name in a checkpoint of the model with its head, such as `bert.embeddings.LayerNorm.weight`.
  let name: String
  let shape: [Int]
  let part: ModelPart
  /// Whether weight decay applies: not to biases and LayerNorm.
  let decays: Bool
  /// How it begins where a checkpoint may lack it; `nil` where it may not.
  var fresh: Fresh?

  enum Fresh {
    /// Normal with mean 0 and the configuration's `initializer_range`.
    case normal
    case zeros
  }

  var rows: Int { shape.count == 2 ? shape[0] : 1 }
  var columns: Int { shape[shape.count - 1] }
}
