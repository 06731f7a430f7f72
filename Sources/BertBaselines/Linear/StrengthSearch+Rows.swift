extension StrengthSearch {
  /// The result of a search with the loss of each row.
  package struct Held: Sendable {
    /// The strength with the lowest loss.
    package let strength: Double
    /// The loss of each row by a model that was not fitted to it.
    package let losses: [Double]
  }

  /// The loss of each row by cross-validation with the folds of ``crossValidated(_:_:)``, at the strength with the
  /// lowest total loss.
  ///
  /// - Returns: nil where a label has too few rows.
  package func heldLosses(_ features: some LinearFeatures, _ targets: LinearTargets) -> Held? {
    let (fold, parts) = division(targets)
    guard parts >= 2 else { return nil }
    var losses = [[Double]](repeating: [Double](repeating: 0, count: fold.count), count: candidates.count)
    for part in 0..<parts {
      let inside = fold.indices.filter { fold[$0] != part }, outside = fold.indices.filter { fold[$0] == part }
      let known = targets.selecting(inside), held = outside.map { targets.selecting([$0]) }
      let (scaled, scaledHeld) = features.selecting(inside).scaled(with: features.selecting(outside))
      var start: LinearModel?
      for (index, strength) in candidates.enumerated() {
        let fit = known.fit(scaled, strength: strength, .choosing, start: start)
        start = fit.model
        let logits = fit.model.logits(scaledHeld), width = logits.count / max(1, outside.count)
        for (place, row) in outside.enumerated() {
          losses[index][row] = held[place].loss(Array(logits[place * width..<(place + 1) * width]))
        }
      }
    }
    let sums = losses.map { $0.reduce(0, +) }
    var best = 0
    for index in sums.indices where sums[index] < sums[best] { best = index }
    return Held(strength: candidates[best], losses: losses[best])
  }
}
