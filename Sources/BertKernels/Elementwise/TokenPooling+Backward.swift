extension Compute {
  /// Adds to each token's gradient what the mean of its sequence passes back: an nth of the sequence's gradient.
  ///
  /// - Parameters:
  ///   - gradient: Of the means, `[B, H]`. - boundaries: First token of each sequence, then T; `[B + 1]`.
  ///   - states: Gradient of the states, `[T, H]`.
  package func addMeanGradient(_ gradient: Matrix, boundaries: [Int], to states: Matrix) {
    precondition(gradient.rows == boundaries.count - 1 && gradient.columns == states.columns)
    let average = max(1, states.rows / max(1, gradient.rows))
    forRanges(gradient.rows, width: average * gradient.columns) { sequences in
      for sequence in sequences {
        let tokens = boundaries[sequence]..<boundaries[sequence + 1]
        let share = 1 / Float(max(1, tokens.count)), from = gradient.row(sequence)
        for token in tokens {
          let to = states.row(token)
          for column in 0..<states.columns { to[column] += share * from[column] }
        }
      }
    }
  }
}
