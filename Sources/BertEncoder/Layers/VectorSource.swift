import BertKernels

/// What the vector of each sequence of a batch is taken from.
enum VectorSource {
  /// The state of one token, by its row. `[B]`
  case rows([Int])
  /// The mean of the sequence's states; boundaries are the first token of each sequence, then T. `[B + 1]`
  case means(boundaries: [Int])

  /// B
  var count: Int {
    switch self {
    case .rows(let rows): rows.count
    case .means(let boundaries): boundaries.count - 1
    }
  }

  /// Writes the vectors `[B, H]` of the states `[T, H]`.
  func take(from states: Matrix, into vectors: Matrix, _ compute: Compute) {
    switch self {
    case .rows(let rows): compute.pick(rows, of: states, into: vectors)
    case .means(let boundaries): compute.pool(.mean, states, boundaries: boundaries, into: vectors)
    }
  }

  /// Adds the gradient of the vectors, `[B, H]`, to that of the states, `[T, H]`.
  func add(_ gradient: Matrix, to stateGradient: Matrix, _ compute: Compute) {
    switch self {
    case .rows(let rows): compute.unpick(gradient, rows, to: stateGradient)
    case .means(let boundaries):
      // The mean's gradient does not depend on the states.
      compute.addPoolingGradient(.mean, gradient, of: stateGradient, boundaries: boundaries, to: stateGradient)
    }
  }
}
