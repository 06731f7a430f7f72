import BertBaselines

/// A linear model fitted to rows of features with the penalty that was chosen.
struct LinearHead {
  /// `[windows, k]`
  let rows: FeatureMatrix
  let targets: LinearTargets
  let choice: StrengthSearch.Choice
  /// Over the rows as they are, `[C, k]`.
  let model: LinearModel
  /// The logits of the rows, `[windows, C]`.
  let logits: [Double]

  init(_ rows: FeatureMatrix, _ targets: LinearTargets, _ choice: StrengthSearch.Choice) {
    self.rows = rows
    self.targets = targets
    self.choice = choice
    let scaling = FeatureScaling(rows), scaled = scaling.applied(to: rows)
    let fit = targets.fit(scaled, strength: choice.strength)
    model = scaling.folded(into: fit.model)
    logits = fit.model.logits(scaled)
  }

  /// The logits of texts by models that learnt from the others, `[texts, C]`.
  ///
  /// - Parameters:
  ///   - owners: The vectors, which tell the text of each row.
  ///   - parts: The texts of each part; a text in no part gets zeros.
  func outOfPart(_ owners: WindowVectors, parts: [[Int]]) -> [Double] {
    let texts = owners.replacing(rows), classes = model.classes
    var all = [Double](repeating: 0, count: texts.texts * classes)
    for part in parts {
      let held = Set(part), inside = texts.windows { !held.contains($0) }, kept = rows.selecting(inside)
      let scaling = FeatureScaling(kept)
      let fit = targets.selecting(inside).fit(scaling.applied(to: kept), strength: choice.strength, .predicting)
      let logits = texts.logits(scaling.folded(into: fit.model))
      for text in part {
        for label in 0..<classes { all[text * classes + label] = logits[text * classes + label] }
      }
    }
    return all
  }
}
