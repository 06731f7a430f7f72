package import BertBaselines
import BertData

/// The probabilities of a logistic regression for rows that it did not learn from: the rows are divided into parts, and
/// each part is judged by a model of the others, as scikit-learn's `cross_val_predict` does it. Columns are scaled to
/// mean 0 and standard deviation 1 on the rows that the model learns from.
package struct HeldOutProbabilities: Sendable, Equatable {
  /// The rows that were judged, rising. [J]
  package let rows: [Int]
  /// [J, C]
  package let values: [Double]

  /// - Parameters:
  ///   - features: [N, D]
  ///   - labels: 0 ..< classes. [N]
  ///   - parts: The rows of each part; a row that is in none is learnt from but not judged.
  ///   - strength: scikit-learn's C of the softmax regression.
  ///   - progress: Called with the share of the parts that is done.
  /// - Throws: `length`, `option`.
  package init(
    _ features: some LinearFeatures, labels: [Int], classes: Int, parts: [[Int]], strength: Double,
    progress: (Double) -> Void = { _ in }
  ) throws(VectorRowsError) {
    guard labels.count == features.rows else {
      throw .length(name: "the labels", found: labels.count, rows: features.rows)
    }
    guard labels.allSatisfy({ (0..<classes).contains($0) }) else {
      throw .option(name: "the labels", rule: "from 0 to below the number of classes, \(classes)")
    }
    var part = [Int?](repeating: nil, count: labels.count)
    for (number, rows) in parts.enumerated() {
      for row in rows {
        guard labels.indices.contains(row), part[row] == nil else {
          throw .option(name: "the parts", rule: "of rows that there are, each in one part at most")
        }
        part[row] = number
      }
    }
    var judged: [Int: ArraySlice<Double>] = [:]
    for (number, held) in parts.enumerated() {
      let inside = labels.indices.filter { part[$0] != number }
      guard !inside.isEmpty else { throw .option(name: "the parts", rule: "two at least") }
      let values = Self.probabilities(
        of: features.selecting(held), learning: features.selecting(inside), labels: inside.map { labels[$0] },
        classes: classes, strength: strength)
      for (place, row) in held.enumerated() { judged[row] = values[place * classes..<(place + 1) * classes] }
      progress(Double(number + 1) / Double(parts.count))
    }
    rows = judged.keys.sorted()
    values = rows.flatMap { judged[$0] ?? [] }
  }

  /// The probabilities of a model of some rows for others. [others, C]
  ///
  /// - Parameters:
  ///   - others: The rows that are judged.
  ///   - features: The rows that the model learns from. [n, D]
  ///   - labels: Of these, 0 ..< classes. [n]
  ///   - classes: C.
  ///   - strength: scikit-learn's C of the softmax regression.
  package static func probabilities<Features: LinearFeatures>(
    of others: Features, learning features: Features, labels: [Int], classes: Int, strength: Double
  ) -> [Double] {
    let (rows, held) = features.scaled(with: others)
    let targets = LinearTargets.classes(labels, count: classes, weights: nil)
    let logits = targets.fit(rows, strength: strength, .predicting).model.logits(held)
    return stride(from: 0, to: logits.count, by: classes).flatMap {
      Softmax.probabilities(logits[$0..<$0 + classes])
    }
  }
}
