package import BertBaselines
import BertData
package import BertKernels

/// Labelled and unlabelled rows in one graph of neighbours, and linear heads that learn from both.
package struct PartlyLabelledRows: Sendable {
  /// How a head learns from rows without a label.
  package enum Way: String, Sendable, Codable, CaseIterable {
    /// Not at all.
    case plain
    /// From rows that get a label by ``LabelPropagation`` (the rule of Zhou et al. 2004), weighted by certainty.
    case propagation
    /// From rows whose label by a plain head is probable and is that of most neighbours (``SelfTraining``).
    case selfTraining = "self-training"
  }

  /// A head, and how many unlabelled rows it learnt from.
  package struct Head: Sendable {
    /// Over the vectors as they are. [C, D]
    package let model: LinearModel
    /// Rows without a label that it learnt from.
    package let pseudoRows: Int
  }

  private let labelled: FeatureMatrix
  private let unlabelled: FeatureMatrix
  private let classes: Int
  private let classWeights: [Double]?
  private let strength: Double
  /// The labelled rows first, then the others.
  private let graph: NeighbourGraph
  /// The nearest unlabelled rows of each unlabelled row.
  private let nearest: [[RowHit]]

  /// scikit-learn's `n_neighbors`, the row itself counted.
  package static let neighbours = 7
  /// scikit-learn's `alpha`.
  package static let spreading = 0.2

  /// Makes the graph. O((L + U)² D) time, O((L + U) (D + k)) memory.
  ///
  /// - Parameters:
  ///   - labelled: [L, D]
  ///   - unlabelled: [U, D]
  ///   - classes: C.
  ///   - classWeights: The weight of the rows of each class; nil where all weigh the same. [C]
  ///   - strength: scikit-learn's C of the softmax regression.
  /// - Throws: `option` where the two differ in their columns, `notFinite`, `tooFewRows`.
  package init(
    labelled: FeatureMatrix, unlabelled: FeatureMatrix, classes: Int, classWeights: [Double]? = nil, strength: Double,
    compute: Compute
  ) throws(VectorRowsError) {
    guard labelled.columns == unlabelled.columns else {
      throw .option(
        name: "the columns of the unlabelled rows", rule: "as many as those of the labelled rows, \(labelled.columns)")
    }
    guard labelled.rows > 0, unlabelled.rows > 0 else { throw .tooFewRows(found: 0, needed: 1) }
    let count = labelled.rows + unlabelled.rows
    let unit = try UnitRows(
      Matrix(rows: count, columns: labelled.columns, values: labelled.values + unlabelled.values), inPlace: true,
      compute: compute)
    graph = try NeighbourGraph(unit, neighbours: min(Self.neighbours, count), compute: compute)
    let own = try UnitRows(unit.matrix.rows(labelled.rows..<count), inPlace: true, compute: compute)
    nearest = SelfTraining.nearest(own, compute: compute)
    self.labelled = labelled
    self.unlabelled = unlabelled
    self.classes = classes
    self.classWeights = classWeights
    self.strength = strength
  }

  /// Fits a head.
  ///
  /// - Parameters:
  ///   - way: How the head learns from unlabelled rows.
  ///   - labels: Of the labelled rows, 0 ..< classes. nil hides the label of a row: the graph treats the row as
  ///     unlabelled, and the head does not learn from it. [L]
  ///   - exactness: How exactly the regression is solved.
  /// - Throws: `length`, `option`; `tooFewRows` where no label is left.
  package func head(
    _ way: Way, labels: [Int?], _ exactness: LinearTargets.Exactness = .predicting
  ) throws(VectorRowsError) -> Head {
    guard labels.count == labelled.rows else {
      throw .length(name: "the labels", found: labels.count, rows: labelled.rows)
    }
    let known = labels.indices.filter { labels[$0] != nil }, given = labels.compactMap(\.self)
    guard !known.isEmpty else { throw .tooFewRows(found: 0, needed: 1) }
    let pseudo: PseudoLabels? =
      switch way {
      case .plain: nil
      case .propagation: try propagated(labels, given)
      case .selfTraining: try selfTrained(known, given)
      }
    return Head(model: fit(known, given, pseudo, exactness), pseudoRows: pseudo?.rows.count ?? 0)
  }

  /// Pseudo-labels by label propagation.
  private func propagated(_ labels: [Int?], _ given: [Int]) throws(VectorRowsError) -> PseudoLabels {
    let spread = try LabelPropagation(spreading: Self.spreading).run(
      graph, labels: labels + [Int?](repeating: nil, count: unlabelled.rows), classes: classes)
    let found = try PropagatedLabels(
      Array(spread.scores[(labels.count * classes)...]), classes: classes)
    return try PseudoLabels(labels: found.labels, certainty: found.certainty, given: given, classes: classes)
  }

  /// Pseudo-labels that a plain head gives a row and most of its neighbours.
  private func selfTrained(_ known: [Int], _ given: [Int]) throws(VectorRowsError) -> PseudoLabels {
    let logits = fit(known, given, nil, .predicting).logits(unlabelled)
    let scores = stride(from: 0, to: logits.count, by: classes).flatMap {
      Softmax.probabilities(logits[$0..<$0 + classes])
    }
    let sure = SelfTraining.sureLabels(scores, classes: classes, nearest: nearest)
    return try PseudoLabels(labels: sure, certainty: sure.map { $0 == nil ? 0 : 1 }, given: given, classes: classes)
  }

  private func fit(
    _ known: [Int], _ given: [Int], _ pseudo: PseudoLabels?, _ exactness: LinearTargets.Exactness
  ) -> LinearModel {
    let own = labelled.selecting(known), others = unlabelled.selecting(pseudo?.rows ?? [])
    let rows = FeatureMatrix(
      rows: own.rows + others.rows, columns: own.columns, values: own.values + others.values)
    let all = given + (pseudo?.labels ?? [])
    let weights = [Double](repeating: 1, count: given.count) + (pseudo?.weights ?? [])
    let targets = LinearTargets.weightedClasses(
      all, count: classes, rows: zip(weights, all).map { $0 * (classWeights?[$1] ?? 1) })
    let scaling = FeatureScaling(rows)
    return scaling.folded(into: targets.fit(scaling.applied(to: rows), strength: strength, exactness).model)
  }
}
