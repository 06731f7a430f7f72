/// A parameter's name, shape and place, before there is memory for it.
struct ParameterSpecification {
  /// The full name in a checkpoint of the model with its head, such as `bert.embeddings.LayerNorm.weight`.
  let name: String
  /// As in the checkpoint.
  let shape: [Int]
  let part: ModelPart
  /// How the values are held.
  var form: Form
  /// Whether weight decay applies: not to biases and LayerNorm.
  let decays: Bool
  /// How it begins where a checkpoint may lack it; `nil` where it may not.
  var fresh: Fresh?
  /// Standard deviation of fresh weights, where it is not the configuration's `initializer_range`.
  var deviation: Float?
  /// The tensors that it begins as where a checkpoint lacks its own, the first that is there: the one dense layer, for those
  /// of several questions.
  var origins: [String] = []
  /// The highest place that reads it, where that is not `part`: of weights that layers share.
  var highestPart: ModelPart?

  enum Fresh {
    /// Normal with mean 0; see ``ParameterSpecification/deviation``.
    case normal
    case zeros
  }

  enum Form {
    /// One row of all values.
    case vector
    /// The first extent counts the rows, the others together the columns.
    case matrix
    /// The checkpoint holds the transpose of the matrix.
    case transposed
  }

  private var first: Int { shape[0] }
  private var rest: Int { shape.dropFirst().reduce(1, *) }

  var rows: Int {
    switch form {
    case .vector: 1
    case .matrix: first
    case .transposed: rest
    }
  }

  var columns: Int {
    switch form {
    case .vector: first * rest
    case .matrix: rest
    case .transposed: first
    }
  }
}
