/// A parameter's name, shape and place in the model, before memory is allocated.
struct ParameterSpecification {
  /// The full name in a checkpoint of the model with its head, such as `bert.embeddings.LayerNorm.weight`.
  let name: String
  /// The shape in the checkpoint.
  let shape: [Int]
  let part: ModelPart
  /// How the values are arranged.
  var form: Form
  /// Whether weight decay applies: not to biases and LayerNorm.
  let decays: Bool
  /// How to initialize the parameter where a checkpoint lacks it; `nil` where it must be present.
  var fresh: Fresh?
  /// Standard deviation at initialization, where it differs from the configuration's `initializer_range`.
  var deviation: Float?
  /// Tensors to initialize the parameter with where a checkpoint lacks its own; the first present one counts. The dense
  /// layers of several questions start with the single one.
  var origins: [String] = []
  /// The highest part that uses the parameter, where it is not `part`: for weights that layers share.
  var highestPart: ModelPart?

  enum Fresh {
    /// Normal with mean 0; see ``ParameterSpecification/deviation``.
    case normal
    case zeros
  }

  enum Form {
    /// One row of all values.
    case vector
    /// The first dimension counts the rows, the others together the columns.
    case matrix
    /// The checkpoint stores the transpose of the matrix.
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
