package import BertData
import Foundation

extension RatioClassifier {
  /// Fits the model.
  ///
  /// - Parameters:
  ///   - labels: In the order of the outputs.
  ///   - options: Which terms are counted.
  ///   - rows: The training examples, with targets.
  ///   - strength: scikit-learn's C of each regression.
  ///   - rule: For one label a text, or for several.
  ///   - isCancelled: Called before each class; true cancels the fit.
  /// - Throws: `labelsTakeMemory`, `interrupted`.
  package init(
    labels: [String], terms options: TermOptions, learning rows: [Example], strength: Double,
    rule: OutputRule = .singleLabel, isCancelled: () -> Bool = { false }
  ) throws(BaselineError) {
    let counters = options.analyzers.map {
      TermCounter(analyzer: $0, learning: rows, minimumRows: options.minimumRows)
    }
    let presence = Self.presence(rows, counters)
    try FitMemory.require(
      outputs: labels.count, features: presence.columns, arrays: FitMemory.arraysOfSingleFits)
    var model = LinearModel(classes: labels.count, columns: presence.columns)
    // With two classes one regression serves both: the weights of the other class are the negative ones.
    let isMirrored = labels.count == 2 && rule.problem == .singleLabel
    for label in labels.indices where !(isMirrored && label == 0) {
      if isCancelled() { throw .interrupted }
      let isInside = rows.map { $0.labels?[label] ?? ($0.label == label) }
      if rule.problem == .multiLabel, !isInside.contains(false) || !isInside.contains(true) {
        model.biases[label] = isInside.contains(true) ? LogisticRegression.certain : -LogisticRegression.certain
        continue
      }
      let ratios = Self.ratios(presence, isInside)
      // A regression with two rows of weights at C / 2 has the optimum of one row at C.
      let fit = LogisticRegression(strength: strength / 2).fit(
        presence.scalingColumns(by: ratios), labels: isInside.map { $0 ? 1 : 0 }, classes: 2)
      let columns = presence.columns
      for column in 0..<columns {
        let weight = (fit.model.weights[columns + column] - fit.model.weights[column]) * Double(ratios[column])
        model.weights[label * columns + column] = weight
      }
      model.biases[label] = fit.model.biases[1] - fit.model.biases[0]
    }
    if isMirrored {
      for column in 0..<presence.columns { model.weights[column] = -model.weights[presence.columns + column] }
      model.biases[0] = -model.biases[1]
    }
    self.init(labels: labels, counters: counters, model: model, rule: rule)
  }

  /// The log-count ratio of each term, [columns].
  static func ratios(_ presence: SparseMatrix, _ isInside: [Bool]) -> [Float] {
    var inside = [Double](repeating: 1, count: presence.columns)
    var outside = inside
    for row in isInside.indices {
      for entry in presence.entries(of: row) {
        let place = Int(presence.places[entry])
        if isInside[row] { inside[place] += 1 } else { outside[place] += 1 }
      }
    }
    let shift = log(outside.reduce(0, +)) - log(inside.reduce(0, +))
    return zip(inside, outside).map { Float(log($0) - log($1) + shift) }
  }
}
