/// Pooling by its definitions, in double precision: the oracle of the fast form.
package enum NaivePooling {
  /// The pooled vectors; for the parameters see ``Compute/pool(_:_:boundaries:skipping:into:)``.
  ///
  /// - Returns: `[B, H]`, row by row; zeros for a sequence without tokens.
  package static func pool(
    _ pooling: TokenPooling, _ states: Matrix, boundaries: [Int], skipping skipped: Int = 0
  ) -> [Double] {
    zip(boundaries, boundaries.dropFirst()).flatMap { start, end -> [Double] in
      let tokens = Array((start..<end).dropFirst(skipped))
      return (0..<states.columns).map { column in
        let values = tokens.map { Double(states[$0, column]) }, weights = tokens.map { Double($0 - start + 1) }
        guard let first = values.first, let last = values.last else { return 0 }
        let count = Double(values.count), sum = values.reduce(0, +)
        switch pooling {
        case .first: return first
        case .last: return last
        case .maximum: return values.reduce(first, max)
        case .mean: return sum / count
        case .meanSquareRootLength: return sum / count.squareRoot()
        case .positionWeightedMean:
          return zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
        }
      }
    }
  }
}
