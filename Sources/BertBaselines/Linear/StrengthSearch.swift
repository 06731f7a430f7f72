import BertData
import Foundation

/// Chooses the strength of the penalty of a ``LogisticRegression`` by the log loss on rows it was not fitted on.
///
/// Log loss, not accuracy: on a few dozen rows accuracies tie over wide ranges and the choice would be left to chance.
package struct StrengthSearch: Sendable {
  /// The strengths tried, rising. Each fit starts from the one before.
  package var candidates: [Double] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]
  /// Parts of the cross-validation; fewer where the rarest label has fewer rows.
  package var folds = 5

  package init() {}

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
  /// Rows of each label go to the folds in turn, in the order given, so that the choice depends on no chance.
  package func crossValidated(
    _ features: some LinearFeatures, labels: [Int], classes: Int, classWeights: [Double]?
  ) -> Choice {
    var counts = [Int](repeating: 0, count: classes)
    var fold = [Int](repeating: 0, count: labels.count)
    let present = Set(labels)
    let rarest = present.map { label in labels.count { $0 == label } }.min() ?? 0
    let parts = min(folds, rarest)
    guard parts >= 2 else {
      return Choice(strength: 0.1, loss: .nan, reason: "too few rows to choose the penalty by cross-validation")
    }
    for row in labels.indices {
      fold[row] = counts[labels[row]] % parts
      counts[labels[row]] += 1
    }
    var losses = [Double](repeating: 0, count: candidates.count)
    for part in 0..<parts {
      let inside = labels.indices.filter { fold[$0] != part }
      let outside = labels.indices.filter { fold[$0] == part }
      add(
        to: &losses, training: features.selecting(inside), labels: inside.map { labels[$0] },
        held: features.selecting(outside), heldLabels: outside.map { labels[$0] }, classes: classes,
        classWeights: classWeights)
    }
    return best(losses.map { $0 / Double(labels.count) }, "by \(parts)-fold cross-validation")
  }

  /// By the loss on a validation part.
  package func validated<Features: LinearFeatures>(
    _ features: Features, labels: [Int], held: Features, heldLabels: [Int], classes: Int,
    classWeights: [Double]?
  ) -> Choice {
    var losses = [Double](repeating: 0, count: candidates.count)
    add(
      to: &losses, training: features, labels: labels, held: held, heldLabels: heldLabels, classes: classes,
      classWeights: classWeights)
    return best(losses.map { $0 / Double(max(1, heldLabels.count)) }, "on the validation rows")
  }

  /// Adds the summed log loss on `held` for every candidate.
  private func add<Features: LinearFeatures>(
    to losses: inout [Double], training: Features, labels: [Int], held: Features, heldLabels: [Int],
    classes: Int, classWeights: [Double]?
  ) {
    let (scaled, scaledHeld) = training.scaled(with: held)
    var solver = LBFGS()
    // A choice between strengths a factor of three apart needs no exact optimum.
    solver.options.gradientTolerance = 1e-4
    solver.options.iterations = 100
    var start: LinearModel?
    for (index, strength) in candidates.enumerated() {
      let fit = LogisticRegression(strength: strength, solver: solver)
        .fit(scaled, labels: labels, classes: classes, classWeights: classWeights, start: start)
      start = fit.model
      let logits = fit.model.logits(scaledHeld)
      for row in heldLabels.indices {
        let probabilities = Softmax.probabilities(logits[row * classes..<(row + 1) * classes])
        losses[index] -= log(max(probabilities[heldLabels[row]], 1e-15))
      }
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
