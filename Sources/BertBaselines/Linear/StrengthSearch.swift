/// Chooses the strength of the penalty of a linear model by the loss on rows it was not fitted on.
///
/// Log loss, not accuracy: on a few dozen rows accuracies tie over wide ranges and the choice would be left to chance.
/// Numbers are judged by their squared error.
package struct StrengthSearch: Sendable {
  /// The strengths tried, rising. Each fit starts from the one before.
  package var candidates: [Double]
  /// The strength taken where there are too few rows to choose by.
  package var usual: Double
  /// Parts of the cross-validation; fewer where the rarest label has fewer rows.
  package var folds = 5

  /// For features of deviation one.
  package init(_ targets: LinearTargets) {
    if case .numbers = targets {
      // A squared error curves more than a log loss, and the more the more rows there are.
      candidates = [0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1]
      usual = 0.01
    } else {
      candidates = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]
      usual = 0.1
    }
  }

  /// The choice and what it rests on.
  package struct Choice: Sendable, Equatable {
    package var strength: Double
    /// Mean log loss on the held-out rows at that strength.
    package var loss: Double
    /// How it was chosen, in words.
    package var reason: String
  }

  /// By stratified cross-validation on the training rows.
  ///
  /// Rows go to the folds in turn: those of each label in the order given, of several labels those with the same ones
  /// after one another, and numbers by their size, so that the choice depends on no chance.
  package func crossValidated(_ features: some LinearFeatures, _ targets: LinearTargets) -> Choice {
    let (fold, parts) = division(targets)
    guard parts >= 2 else {
      return unchosen("too few rows to choose the penalty by cross-validation")
    }
    var losses = [Double](repeating: 0, count: candidates.count)
    for part in 0..<parts {
      let inside = fold.indices.filter { fold[$0] != part }
      let outside = fold.indices.filter { fold[$0] == part }
      add(
        to: &losses, training: features.selecting(inside), targets.selecting(inside),
        held: features.selecting(outside), targets.selecting(outside))
    }
    return best(losses.map { $0 / Double(fold.count) }, "by \(parts)-fold cross-validation")
  }

  /// The usual strength, where nothing can choose it.
  package func unchosen(_ reason: String) -> Choice { Choice(strength: usual, loss: .nan, reason: reason) }

  /// The part of each row, and how many parts there are.
  func division(_ targets: LinearTargets) -> (fold: [Int], parts: Int) {
    let order: [Int]
    switch targets {
    case .classes(let labels, let count, _), .weightedClasses(let labels, let count, _):
      let rarest = Set(labels).map { label in labels.count { $0 == label } }.min() ?? 0
      let parts = min(folds, rarest)
      var counts = [Int](repeating: 0, count: count)
      return (
        labels.map { label in
          defer { counts[label] += 1 }
          return counts[label] % max(1, parts)
        }, parts
      )
    case .shares(let shares, _, _):
      order = shares.indices.sorted {
        shares[$0] == shares[$1] ? $0 < $1 : shares[$0].lexicographicallyPrecedes(shares[$1])
      }
    case .numbers(let numbers): order = numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
    }
    let parts = min(folds, order.count / 2)
    var fold = order
    for (place, row) in order.enumerated() { fold[row] = place % max(1, parts) }
    return (fold, parts)
  }

  /// By the loss on a validation part.
  package func validated<Features: LinearFeatures>(
    _ features: Features, _ targets: LinearTargets, held: Features, _ heldTargets: LinearTargets
  ) -> Choice {
    var losses = [Double](repeating: 0, count: candidates.count)
    add(to: &losses, training: features, targets, held: held, heldTargets)
    return best(losses.map { $0 / Double(max(1, heldTargets.count)) }, "on the validation rows")
  }

  /// Adds the summed loss on `held` for every candidate.
  private func add<Features: LinearFeatures>(
    to losses: inout [Double], training: Features, _ targets: LinearTargets, held: Features,
    _ heldTargets: LinearTargets
  ) {
    let (scaled, scaledHeld) = training.scaled(with: held)
    var start: LinearModel?
    for (index, strength) in candidates.enumerated() {
      let fit = targets.fit(scaled, strength: strength, .choosing, start: start)
      start = fit.model
      losses[index] = heldTargets.loss(fit.model.logits(scaledHeld), from: losses[index])
    }
  }

  private func best(_ losses: [Double], _ how: String) -> Choice {
    var chosen = 0
    for index in losses.indices where losses[index] < losses[chosen] { chosen = index }
    return Choice(
      strength: candidates[chosen], loss: losses[chosen],
      reason: "penalty strength \(candidates[chosen]) chosen \(how)")
  }
}
