extension Compute {
  /// Backward of pooling: adds the gradients of the pooled vectors to those of the tokens.
  ///
  /// - Parameters:
  ///   - pooling: The pooling of the forward pass.
  ///   - gradient: The gradients of the pooled vectors, `[B, H]`.
  ///   - states: The states that were pooled, `[T, H]`. With ``TokenPooling/maximum``, the gradient of a column goes to
  ///     the token with the largest value, the first of equal ones.
  ///   - boundaries: The first token of each sequence, then T; `[B + 1]`.
  ///   - stateGradient: The gradients of the tokens, `[T, H]`.
  package func addPoolingGradient(
    _ pooling: TokenPooling, _ gradient: Matrix, of states: Matrix, boundaries: [Int], to stateGradient: Matrix
  ) {
    precondition(gradient.rows == boundaries.count - 1 && gradient.columns == states.columns)
    let average = max(1, states.rows / max(1, gradient.rows)), width = states.columns
    forRanges(gradient.rows, width: average * width) { sequences in
      for sequence in sequences {
        let tokens = boundaries[sequence]..<boundaries[sequence + 1], from = gradient.row(sequence)
        guard let first = tokens.first, let last = tokens.last else { continue }
        func add(_ share: Float, to token: Int) {
          let to = stateGradient.row(token)
          for column in 0..<width { to[column] += share * from[column] }
        }
        let count = Float(tokens.count)
        switch pooling {
        case .first: add(1, to: first)
        case .last: add(1, to: last)
        case .mean: for token in tokens { add(1 / count, to: token) }
        case .meanSquareRootLength: for token in tokens { add(1 / count.squareRoot(), to: token) }
        case .positionWeightedMean:
          let total = count * (count + 1) / 2
          for token in tokens { add(Float(token - first + 1) / total, to: token) }
        case .maximum:
          for column in 0..<width {
            var largest = first
            for token in tokens where states[token, column] > states[largest, column] { largest = token }
            stateGradient[largest, column] += from[column]
          }
        }
      }
    }
  }
}
