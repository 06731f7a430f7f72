import BertBaselines

/// What a head learns from: rows with labels, and descriptions of these labels in the part that they are given.
///
/// The descriptions are put on the scale of the rows, and what all labels' have in common is taken out, because they are
/// another kind of text than the rows. Legend: n rows, k columns, C labels.
struct DescribedHead {
  private let classes: Int
  private let scaling: FeatureScaling
  /// The rows, and behind them the descriptions where these are texts.
  private let features: FeatureMatrix
  private let labels: [Int]
  private let weights: [Double]
  private let centre: LinearModel?

  /// - Parameters:
  ///   - rows: `[n, k]`
  ///   - labels: Of each row.
  ///   - classWeights: What a row of each label counts, `[C]`; nil where all count the same.
  init(
    _ rows: FeatureMatrix, labels: [Int], classes: Int, classWeights: [Double]?, _ descriptions: DescriptionVectors,
    _ use: DescriptionUse
  ) {
    self.classes = classes
    scaling = FeatureScaling(rows)
    var features = scaling.applied(to: rows), all = labels
    var weights = labels.map { classWeights?[$0] ?? 1 }
    var centre: LinearModel?
    let meanings = descriptions.centred(on: scaling)
    switch use.form {
    case .none: break
    case .texts:
      features = FeatureMatrix(
        rows: features.rows + meanings.rows, columns: features.columns, values: features.values + meanings.values)
      all += descriptions.labels
      weights += descriptions.labels.map { label in
        (classWeights?[label] ?? 1) * use.factor / Double(max(1, descriptions.labels.count { $0 == label }))
      }
    case .start:
      var model = LinearModel(classes: classes, columns: features.columns)
      model.weights = descriptions.directions(meanings, classes: classes).map {
        use.factor * $0 / Double(max(1, features.columns)).squareRoot()
      }
      centre = model
    }
    self.features = features
    self.labels = all
    self.weights = weights
    self.centre = centre
  }

  /// Fits the head.
  ///
  /// - Parameters:
  ///   - strength: The weight of the rows against the penalty, scikit-learn's C.
  ///   - start: The model on the common scale to begin with.
  /// - Returns: The model on the common scale.
  func fit(
    strength: Double, _ exactness: LinearTargets.Exactness = .full, start: LinearModel? = nil
  ) -> LinearModel {
    LogisticRegression(strength: strength, exactness).fit(
      features, labels: labels, classes: classes, rowWeights: weights, centre: centre, start: start
    ).model
  }

  /// The model over the vectors as they are, `[C, k]`.
  func folded(_ model: LinearModel) -> LinearModel { scaling.folded(into: model) }
}
