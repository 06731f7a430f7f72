package import BertData
import Foundation

/// The targets of a linear model, by problem. Legend: C outputs.
package enum LinearTargets: Sendable {
  /// One of C classes for each row, [rows]; the weights of the classes, [C], or nil for equal weights.
  case classes([Int], count: Int, weights: [Double]?)
  /// One of C classes for each row, [rows], and the weight of each row, [rows].
  case weightedClasses([Int], count: Int, rows: [Double])
  /// The target probability, from 0 to 1, of each of C labels, [rows][C]; the weight of a row with the label relative
  /// to one without it, [C], or nil for equal weights.
  case shares([[Double]], count: Int, weights: [Double]?)
  /// A number for each row, [rows].
  case numbers([Double])

  /// - Parameters:
  ///   - targets: [rows], all of the problem.
  ///   - labels: C.
  ///   - weights: Of the labels, [C]; not for numbers.
  package init(_ targets: [Target], _ problem: ProblemType, labels: Int, weights: [Double]? = nil) {
    switch problem {
    case .singleLabel:
      self = .classes(
        targets.map { if case .label(let label) = $0 { label } else { 0 } }, count: labels, weights: weights)
    case .multiLabel:
      self = .shares(
        targets.map {
          if case .labels(let flags) = $0 { flags.map { $0 ? 1 : 0 } } else { Array(repeating: 0, count: labels) }
        }, count: labels, weights: weights)
    case .regression: self = .numbers(targets.map { if case .number(let number) = $0 { number } else { 0 } })
    }
  }

  /// The number of rows.
  package var count: Int {
    switch self {
    case .classes(let classes, _, _), .weightedClasses(let classes, _, _): classes.count
    case .shares(let shares, _, _): shares.count
    case .numbers(let numbers): numbers.count
    }
  }

  /// The targets of the rows at these indices, in this order.
  package func selecting(_ indices: [Int]) -> LinearTargets {
    switch self {
    case .classes(let classes, let count, let weights):
      .classes(indices.map { classes[$0] }, count: count, weights: weights)
    case .weightedClasses(let classes, let count, let rows):
      .weightedClasses(indices.map { classes[$0] }, count: count, rows: indices.map { rows[$0] })
    case .shares(let shares, let count, let weights):
      .shares(indices.map { shares[$0] }, count: count, weights: weights)
    case .numbers(let numbers): .numbers(indices.map { numbers[$0] })
    }
  }
}

extension LinearTargets {
  /// A fitted model, and the objective at the minimum.
  package struct Fit: Sendable {
    package var model: LinearModel
    package var objective: Double
  }

  /// How exactly a model is fitted.
  package enum Exactness: Sendable {
    /// For the choice between penalties, which are a factor of about three apart.
    case choosing
    /// To where predictions no longer change, only digits of the weights.
    case predicting
    /// To the solver's default tolerance.
    case full
  }

  /// Fits the problem's model: softmax regression, a logistic regression for each label, or ridge regression.
  ///
  /// - Parameters:
  ///   - features: [rows, columns]
  ///   - strength: The inverse regularization strength, scikit-learn's C.
  ///   - exactness: When the solver stops.
  ///   - start: The initial model; zero by default.
  /// - Returns: The model, and the objective at the minimum.
  package func fit(
    _ features: some LinearFeatures, strength: Double, _ exactness: Exactness = .full, start: LinearModel? = nil
  ) -> Fit {
    let regression = LogisticRegression(strength: strength, exactness)
    var ridge = RidgeRegression(strength: strength)
    if case .choosing = exactness { ridge.tolerance = 1e-4 }
    switch self {
    case .classes(let classes, let count, let weights):
      let fit = regression.fit(features, labels: classes, classes: count, classWeights: weights, start: start)
      return Fit(model: fit.model, objective: fit.objective)
    case .weightedClasses(let classes, let count, let rows):
      let fit = regression.fit(features, labels: classes, classes: count, rowWeights: rows, start: start)
      return Fit(model: fit.model, objective: fit.objective)
    case .shares(let shares, let count, let weights):
      let fit = regression.fit(features, targets: shares, labels: count, positiveWeights: weights, start: start)
      return Fit(model: fit.model, objective: fit.objective)
    case .numbers(let numbers):
      let fit = ridge.fit(features, numbers: numbers, start: start)
      return Fit(model: fit.model, objective: fit.objective)
    }
  }

  /// The log loss of a model's outputs, summed over the rows with their weights; for several labels the mean over them
  /// in each row; for numbers the squared error.
  ///
  /// - Parameters:
  ///   - logits: [rows, C]
  ///   - start: A value to add to.
  package func loss(_ logits: [Double], from start: Double = 0) -> Double {
    switch self {
    case .classes(let classes, let count, _):
      classes.indices.reduce(start) { sum, row in
        let probabilities = Softmax.probabilities(logits[row * count..<(row + 1) * count])
        return sum - log(max(probabilities[classes[row]], 1e-15))
      }
    case .weightedClasses(let classes, let count, let rows):
      classes.indices.reduce(start) { sum, row in
        let probabilities = Softmax.probabilities(logits[row * count..<(row + 1) * count])
        return sum - rows[row] * log(max(probabilities[classes[row]], 1e-15))
      }
    case .shares(let shares, let count, _):
      shares.indices.reduce(start) { sum, row in
        (0..<count).reduce(sum) { sum, label in
          let x = logits[row * count + label], y = shares[row][label]
          return sum + (log1p(exp(-abs(x))) + y * max(0, -x) + (1 - y) * max(0, x)) / Double(count)
        }
      }
    case .numbers(let numbers):
      zip(logits, numbers).reduce(start) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
  }
}

extension LogisticRegression {
  /// A regression with the solver's tolerances for that exactness.
  package init(strength: Double, _ exactness: LinearTargets.Exactness) {
    self.init(strength: strength)
    switch exactness {
    case .choosing:
      solver.options.gradientTolerance = 1e-4
      solver.options.iterations = 100
    case .predicting: solver.options.gradientTolerance = 1e-5
    case .full: break
    }
  }
}
