import BertInference

/// What one model predicts for texts.
struct ModelAnswers {
  /// The outputs of its head.
  enum Outputs: Equatable {
    /// There is no head.
    case none
    /// `[texts, C]`
    case texts([Double])
    /// For the tokens of all windows, `[T, C]`.
    case tokens([Float])
  }

  var outputs: Outputs
  /// Mean-pooled vectors of all windows, `[windows, H]`.
  var vectors: [Float]
  var width: Int

  /// The agreement of another model's vectors with these. A vector that is not finite counts as a cosine of -1.
  ///
  /// - Parameters:
  ///   - other: The other model's answers for the same texts.
  ///   - rows: The number of texts.
  func agreement(with other: ModelAnswers, rows: Int) -> Agreement {
    var worst = 1.0
    var total = 0.0
    let count = vectors.count / max(1, width)
    for start in stride(from: 0, to: vectors.count, by: max(1, width)) {
      var product = 0.0, mine = 0.0, others = 0.0
      for index in start..<start + width {
        let (a, b) = (Double(vectors[index]), Double(other.vectors[index]))
        product += a * b
        mine += a * a
        others += b * b
      }
      let quotient = product / (mine * others).squareRoot()
      let cosine = quotient.isFinite ? quotient : -1
      worst = min(worst, cosine)
      total += cosine
    }
    return Agreement(rows: rows, worstCosine: worst, meanCosine: total / Double(max(1, count)))
  }
}
