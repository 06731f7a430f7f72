package import BertKernels

/// The loss of domain adaptation: the task's loss on source texts, plus terms that bring the vectors of both domains
/// together, task + w·Σ distances + the cross-entropy of the domain classifier.
///
/// The domain classifier minimizes its cross-entropy; the encoder gets −w·λ times its gradient, see ``reversal(at:)``.
package struct AdaptedLoss: Sendable {
  package let task: WeightedRows<Int>
  package let distances: [any DomainLoss]
  /// Whether there is a domain classifier.
  package let confuses: Bool
  /// w, of the distances and of the reversed gradient.
  package let weight: Double
  /// C
  package let classes: Int

  /// - Parameters:
  ///   - task: The loss of the task, on source rows.
  ///   - distances: Distances of the vectors of both domains.
  ///   - confuses: Whether there is a domain classifier.
  ///   - weight: w
  ///   - classes: C
  package init(
    task: WeightedRows<Int>, distances: [any DomainLoss], confuses: Bool, weight: Double, classes: Int
  ) {
    self.task = task
    self.distances = distances
    self.confuses = confuses
    self.weight = weight
    self.classes = classes
  }

  /// w·λ, the factor of the reversed gradient, at a share of all steps, 0 ... 1.
  package func reversal(at progress: Double) -> Float { Float(weight * ReversalRamp.factor(at: progress)) }

  /// The value and its gradient.
  ///
  /// - Parameters:
  ///   - outputs: `[2B, C + H + 1]`, the rows of the source before those of the target; the last column only where
  ///     there is a domain classifier.
  ///   - targets: Of the source, `[B]`.
  ///   - scale: Factor of the gradient.
  ///   - gradient: Of the outputs, overwritten.
  package func evaluate(
    _ outputs: Matrix, _ targets: [WeightedRows<Int>.Row], scale: Float = 1, gradient: Matrix
  ) -> Double {
    let source = 0..<targets.count, target = targets.count..<outputs.rows
    let vectors = classes..<outputs.columns - (confuses ? 1 : 0), domain = vectors.upperBound..<outputs.columns
    gradient.fill(0)
    var value = task.evaluate(
      outputs.rows(source).columns(0..<classes), targets, scale: scale,
      gradient: gradient.rows(source).columns(0..<classes))
    for distance in distances {
      value +=
        weight
        * distance.evaluate(
          outputs.rows(source).columns(vectors), outputs.rows(target).columns(vectors), scale: weight * Double(scale),
          addingTo: (gradient.rows(source).columns(vectors), gradient.rows(target).columns(vectors)))
    }
    if confuses {
      value += BinaryCrossEntropy().evaluate(
        outputs.columns(domain), (0..<outputs.rows).map { [$0 < targets.count ? 0 : 1] }, scale: scale,
        gradient: gradient.columns(domain))
    }
    return value
  }
}
