package import BertData
import Foundation

/// What a linear model learns of its rows, by the problem. Legend: C outputs.
package enum LinearTargets: Sendable {
  /// One of C classes, [rows]; what a row of each class counts, [C], or nil where all count the same.
  case classes([Int], count: Int, weights: [Double]?)
  /// One of C classes, [rows], and what each row counts, [rows].
  case weightedClasses([Int], count: Int, rows: [Double])
  /// To which share, 0 ... 1, each of C labels holds, [rows][C]; how much more a row counts where it holds, [C].
  case shares([[Double]], count: Int, weights: [Double]?)
  /// A number, [rows].
  case numbers([Double])

  /// - Parameters:
  ///   - targets: [rows], all of the problem.
  ///   - labels: C.
  ///   - weights: [C]; numbers have none.
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

  /// Rows.
  package var count: Int {
    switch self {
    case .classes(let classes, _, _), .weightedClasses(let classes, _, _): classes.count
    case .shares(let shares, _, _): shares.count
    case .numbers(let numbers): numbers.count
    }
  }

  /// Those of the rows at these indices, in this order.
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
    /// For a choice between penalties a factor of three apart.
    case choosing
    /// Beyond this the predictions no longer move; the rest is digits of the weights.
    case predicting
    /// As far as it goes.
    case full
  }

  /// Fits the problem's model: softmax regression, a logistic regression for each label, or ridge regression.
  ///
  /// - Parameters:
  ///   - features: [rows, columns]
  ///   - strength: the weight of the rows against the penalty, scikit-learn's C.
  ///   - start: the model to begin with.
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

  /// The log loss of a model's outputs summed over the rows, each by its own weight where rows have one, that of several
  /// labels being the mean over them; of numbers the squared error.
  ///
  /// - Parameters:
  ///   - logits: [rows, C]
  ///   - start: what is added to.
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
  /// A regression with the solver's limits for that exactness.
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
