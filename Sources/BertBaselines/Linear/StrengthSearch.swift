/// Chooses the inverse regularization strength of a linear model by the loss on held-out rows.
///
/// It uses the log loss, not accuracy: on a few dozen rows accuracies tie over wide ranges, and the choice would be
/// arbitrary. For numbers it uses the squared error.
package struct StrengthSearch: Sendable {
  /// The strengths to try, ascending. Each fit starts from the one before.
  package var candidates: [Double]
  /// The default strength, where there are too few rows for a choice.
  package var usual: Double
  /// The number of folds of the cross-validation; fewer where the rarest label has fewer rows.
  package var folds = 5

  /// Candidates for features with deviation one.
  package init(_ targets: LinearTargets) {
    if case .numbers = targets {
      // A squared error has a larger curvature than a log loss, which grows with the number of rows.
      candidates = [0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1]
      usual = 0.01
    } else {
      candidates = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]
      usual = 0.1
    }
  }

  /// The chosen strength and its reason.
  package struct Choice: Sendable, Equatable {
    package var strength: Double
    /// The mean loss on the held-out rows at that strength.
    package var loss: Double
    /// How it was chosen, in words.
    package var reason: String
  }

  /// Chooses by stratified cross-validation on the training rows.
  ///
  /// Rows are assigned to the folds in turn: those of each label in the given order, for several labels sorted by their
  /// sets of labels, numbers sorted by size. So the choice does not depend on a seed.
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

  /// The default strength, where no choice is possible.
  package func unchosen(_ reason: String) -> Choice { Choice(strength: usual, loss: .nan, reason: reason) }

  /// The fold of each row, and the number of folds.
  func division(_ targets: LinearTargets) -> (fold: [Int], parts: Int) {
    let order: [Int]
    switch targets {
    case .classes(let labels, let count, _), .weightedClasses(let labels, let count, _):
      var counts = [Int](repeating: 0, count: count)
      for label in labels { counts[label] += 1 }
      let parts = min(folds, counts.filter { $0 > 0 }.min() ?? 0)
      counts = [Int](repeating: 0, count: count)
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

  /// Chooses by the loss on a validation set.
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
