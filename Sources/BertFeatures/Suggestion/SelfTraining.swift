import BertBaselines
import BertData
package import BertKernels

/// Probabilities of rows by a model that also learns from pseudo-labels, after HAST (Schröder and Heyer, "Self-Training
/// for Sample-Efficient Active Learning for Text Classification with Pre-Trained Language Models", 2024): a logistic
/// regression on the vectors takes the place of the encoder that HAST trains.
///
/// A row gets a pseudo-label where its highest probability is above one half and the classifier gives most of its
/// nearest rows the same label. Each label has the same weight, however many rows it has, and all pseudo-labels
/// together weigh no more than the rows that a person labelled.
package struct SelfTraining: Sendable {
  /// The pseudo-label of each row; nil for one that has none. [N]
  package let labels: [Int?]
  /// By the model that learnt from the pseudo-labels; nil where fewer than two labels have a row to learn from. [N, C]
  package let probabilities: [Double]?

  /// Nearest rows whose labels are compared with that of a row.
  private static let neighbours = 15
  /// A row gets a pseudo-label only above this probability.
  private static let confidence = 0.5
  /// scikit-learn's C, on columns of standard deviation 1.
  private static let strength = 0.01

  /// - Parameters:
  ///   - rows: The rows without a label. [N, D]
  ///   - scores: The classifier's probabilities. [N, C]
  ///   - labelled: Rows that a person labelled; may be none. [L, D]
  ///   - given: Their labels, 0 ..< classes. [L]
  /// - Throws: `length`, `option`, `notFinite`.
  package init(
    _ rows: Matrix, scores: [Double], classes: Int, labelled: Matrix, given: [Int], compute: Compute
  ) throws(VectorRowsError) {
    guard classes >= 2 else { throw .option(name: "the number of classes", rule: "at least 2") }
    guard scores.count == rows.rows * classes else {
      throw .length(name: "the scores", found: scores.count, rows: rows.rows)
    }
    guard given.count == labelled.rows else {
      throw .length(name: "the labels", found: given.count, rows: labelled.rows)
    }
    guard given.allSatisfy({ (0..<classes).contains($0) }) else {
      throw .option(name: "the labels", rule: "from 0 to below the number of classes, \(classes)")
    }
    try labelled.requireFinite()
    let unit = try UnitRows(rows, compute: compute)
    let sure = Self.sureLabels(scores, classes: classes, nearest: Self.nearest(unit, compute: compute))
    labels = sure
    let pseudo = sure.indices.filter { sure[$0] != nil }, pseudoLabels = sure.compactMap { $0 }
    let learnt = given + pseudoLabels
    guard Set(learnt).count >= 2 else {
      probabilities = nil
      return
    }
    let weights = Self.weights(given: given, pseudo: pseudoLabels, classes: classes)
    let all = DoubleMatrix(rows: rows.rows, columns: rows.columns, values: rows.toArray())
    let features = DoubleMatrix(
      rows: learnt.count, columns: rows.columns, values: labelled.toArray() + rows.selecting(pseudo).toArray())
    let (scaled, others) = SharedRows(features, compute).scaled(with: SharedRows(all, compute))
    var regression = LogisticRegression(strength: Self.strength)
    regression.solver.options.gradientTolerance = 1e-5
    let model = regression.fit(scaled, labels: learnt, classes: classes, rowWeights: weights).model
    let logits = model.logits(others)
    probabilities = stride(from: 0, to: logits.count, by: classes).flatMap {
      Softmax.probabilities(logits[$0..<$0 + classes])
    }
  }

  /// The nearest rows of each row. [N, k]
  static func nearest(_ rows: UnitRows, compute: Compute) -> [[RowHit]] {
    NearestRows(rows).nearest(to: rows, count: neighbours, areRows: true, compute: compute)
  }

  /// The pseudo-label of each row; nil for one that has none. [N]
  ///
  /// - Parameters:
  ///   - scores: The classifier's probabilities. [N, C]
  ///   - nearest: The nearest rows of each. [N]
  static func sureLabels(_ scores: [Double], classes: Int, nearest: [[RowHit]]) -> [Int?] {
    let answers = nearest.indices.map { row in
      ConfidentJoint.largest(scores[row * classes..<(row + 1) * classes])
    }
    return nearest.enumerated().map { row, hits -> Int? in
      let label = answers[row]
      guard scores[row * classes + label] > confidence, !hits.isEmpty else { return nil }
      return hits.count { answers[$0.row] == label } * 2 > hits.count ? label : nil
    }
  }

  /// The weight of each row: balanced over the labels, and all pseudo-labels together no more than the given labels.
  package static func weights(given: [Int], pseudo: [Int], classes: Int) -> [Double] {
    func balanced(_ labels: [Int]) -> [Double] {
      var counts = [Double](repeating: 0, count: classes)
      for label in labels { counts[label] += 1 }
      let present = Double(counts.count { $0 > 0 })
      return labels.map { Double(labels.count) / (present * counts[$0]) }
    }
    let share = given.isEmpty || pseudo.isEmpty ? 1 : min(1, Double(given.count) / Double(pseudo.count))
    return balanced(given) + balanced(pseudo).map { $0 * share }
  }
}
