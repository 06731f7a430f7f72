import BertBaselines

/// A linear head that learns from labelled rows and from descriptions of the labels.
///
/// The vectors of the descriptions are scaled as the rows are, and the mean over the labels is subtracted, because
/// descriptions are another kind of text than the rows. Legend: n rows, k columns, C labels.
struct DescribedHead {
  private let classes: Int
  private let scaling: FeatureScaling
  /// The rows, followed by the descriptions where these are used as texts.
  private let features: FeatureMatrix
  private let labels: [Int]
  private let weights: [Double]
  private let centre: LinearModel?

  /// - Parameters:
  ///   - rows: `[n, k]`
  ///   - labels: The label of each row.
  ///   - classes: C.
  ///   - classWeights: The weight of a row of each label, `[C]`; nil where all are 1.
  ///   - descriptions: The vectors of the descriptions.
  ///   - use: How the descriptions are used.
  init(
    _ rows: FeatureMatrix, labels: [Int], classes: Int, classWeights: [Double]?, _ descriptions: DescriptionVectors,
    _ use: DescriptionUse
  ) {
    self.classes = classes
    scaling = FeatureScaling(rows)
    var features = scaling.applied(to: rows), all = labels
    var weights = labels.map { classWeights?[$0] ?? 1 }
    var centre: LinearModel?
    let described = descriptions.centred(on: scaling)
    switch use.form {
    case .none: break
    case .texts:
      features = FeatureMatrix(
        rows: features.rows + described.rows, columns: features.columns, values: features.values + described.values)
      all += descriptions.labels
      weights += descriptions.labels.map { label in
        (classWeights?[label] ?? 1) * use.factor / Double(max(1, descriptions.labels.count { $0 == label }))
      }
    case .start:
      var model = LinearModel(classes: classes, columns: features.columns)
      model.weights = descriptions.directions(described, classes: classes).map {
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
  ///   - strength: The inverse regularization strength, scikit-learn's C.
  ///   - exactness: How exactly the minimum is sought.
  ///   - start: The initial model, for scaled vectors; nil for the default.
  /// - Returns: The model for scaled vectors.
  func fit(
    strength: Double, _ exactness: LinearTargets.Exactness = .full, start: LinearModel? = nil
  ) -> LinearModel {
    LogisticRegression(strength: strength, exactness).fit(
      features, labels: labels, classes: classes, rowWeights: weights, centre: centre, start: start
    ).model
  }

  /// The model for unscaled vectors, `[C, k]`.
  func folded(_ model: LinearModel) -> LinearModel { scaling.folded(into: model) }
}
