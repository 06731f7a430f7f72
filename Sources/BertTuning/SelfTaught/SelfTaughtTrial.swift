package import BertBaselines
package import BertFeatures
package import BertKernels

/// Cross-validation on the labelled rows of whether a head does better on the first principal components of the
/// features of texts without labels than on the features as they are. Legend: n rows, H features, k directions, C
/// classes.
///
/// No labelled row takes part in finding the directions, so that held-out rows stay unseen.
package struct SelfTaughtTrial {
  /// `[n, H]`
  private let features: FeatureMatrix
  private let targets: LinearTargets
  private let components: PrincipalComponents
  /// The features along all directions, `[n, k]`.
  private let coordinates: FeatureMatrix

  /// The numbers of directions that are tried, up to how many there are.
  private static let tried = [4, 8, 16, 32, 64, 128, 256]
  /// The most rows that are compared on, spread over all.
  private static let enough = 1000

  /// - Parameters:
  ///   - features: The features of the labelled rows, `[n, H]`.
  ///   - targets: The target of each row.
  ///   - unlabelled: The features of the texts without labels, `[m, H]`.
  /// - Throws: `empty`, `oneRow`, `notFinite`, `constant`, `dimensions`, `unsolved`.
  package init(
    features: FeatureMatrix, targets: LinearTargets, unlabelled: FeatureMatrix, _ compute: Compute
  ) throws(FeatureSpaceError) {
    self.features = features
    self.targets = targets
    components = try PrincipalComponents(unlabelled.checked(.vectors), compute)
    coordinates = components.transform(try features.checked(.source, columns: unlabelled.columns), compute).features
  }

  /// The features stay as they are unless the best number of directions has a lower loss by more than half of the
  /// standard error of the difference, row by row.
  ///
  /// - Returns: The choice, and the best strength of the penalty for it; nil where `isCancelled` returned true.
  package func choose(isCancelled: () -> Bool) -> (record: SelfTaughtRecord, strength: Double?)? {
    let stride = max(1, (features.rows + Self.enough - 1) / Self.enough)
    let rows = Array(Swift.stride(from: 0, to: features.rows, by: stride)), truth = targets.selecting(rows)
    let search = StrengthSearch(truth)
    guard let plain = search.heldLosses(features.selecting(rows), truth) else {
      return (SelfTaughtRecord(kind: .pca, components: 0), nil)
    }
    var held: [(components: Int, found: StrengthSearch.Held)] = []
    for count in Self.tried where count <= coordinates.columns {
      if isCancelled() { return nil }
      guard let found = search.heldLosses(first(count).selecting(rows), truth) else { continue }
      held.append((count, found))
    }
    func mean(_ losses: [Double]) -> Double { losses.reduce(0, +) / Double(max(1, losses.count)) }
    // Of equal losses the fewer directions.
    guard let best = held.min(by: { mean($0.found.losses) < mean($1.found.losses) }) else {
      return (SelfTaughtRecord(kind: .pca, components: 0), nil)
    }
    let gain = LossGain(plain.losses, best.found.losses)
    let candidates = held.map { count, found in
      SelfTaughtRecord.Candidate(
        components: count, loss: mean(found.losses),
        variance: components.explainedVarianceRatio.prefix(count).reduce(0, +))
    }
    let record = SelfTaughtRecord(
      kind: .pca, components: gain.isTaken ? best.components : 0, plain: mean(plain.losses), candidates: candidates,
      rows: rows.count, gain: gain.mean, standardError: gain.standardError)
    return (record, gain.isTaken ? best.found.strength : nil)
  }

  /// A head that is fitted on this many directions, rewritten as a linear head on the features as they are.
  ///
  /// - Returns: `[C, H]`
  package func head(components count: Int, strength: Double) -> LinearModel {
    let rows = first(count), scaling = FeatureScaling(rows)
    let own = scaling.folded(into: targets.fit(scaling.applied(to: rows), strength: strength).model)
    var model = LinearModel(classes: own.classes, columns: features.columns)
    model.biases = own.biases
    for direction in 0..<count {
      let values = components.components.values(ofRow: direction)
      for label in 0..<own.classes {
        let weight = own.weights[label * count + direction]
        for (column, value) in values.enumerated() {
          model.weights[label * model.columns + column] += weight * value
          model.biases[label] -= weight * value * components.mean[column]
        }
      }
    }
    return model
  }

  /// The coordinates along the first directions, `[n, count]`.
  private func first(_ count: Int) -> FeatureMatrix {
    var values: [Float] = []
    values.reserveCapacity(coordinates.rows * count)
    for row in 0..<coordinates.rows {
      let start = row * coordinates.columns
      values += coordinates.values[start..<start + count]
    }
    return FeatureMatrix(rows: coordinates.rows, columns: count, values: values)
  }
}
