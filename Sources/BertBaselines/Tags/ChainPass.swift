import Foundation

/// The forward-backward algorithm on a chain (Rabiner 1989, with his scaling): the probability of each class at each
/// position, and of each transition.
struct ChainPass {
  /// C.
  let classes: Int
  /// The logarithm of the sum over all paths.
  private(set) var logSum = 0.0
  /// The probability of each class at each position, [T, C].
  private(set) var marginals: [Double] = []
  /// exp of the transitions' weights minus the largest of them, [C, C].
  private let factors: [Double]
  private let largestStep: Double
  private var forwards: [Double] = [], backwards: [Double] = [], states: [Double] = [], scales: [Double] = []

  /// - Parameter steps: The weights of the transitions, [C, C].
  init(steps: [Double], classes: Int) {
    self.classes = classes
    let largest = steps.max() ?? 0
    largestStep = largest
    factors = steps.map { exp($0 - largest) }
  }

  /// Runs along a chain of at least one position.
  ///
  /// - Parameters:
  ///   - scores: [T, C]
  ///   - expected: Gets the probability of each transition added, summed over the positions, [C, C].
  /// - Returns: Whether the sum over the paths is in the range of Double.
  mutating func run(_ scores: [Double], addingStepsTo expected: inout [Double]) -> Bool {
    let length = scores.count / classes
    logSum = Double(length - 1) * largestStep
    states = scores
    scales = [Double](repeating: 0, count: length)
    forwards = [Double](repeating: 0, count: scores.count)
    for place in 0..<length {
      let row = place * classes
      let largest = scores[row..<row + classes].max() ?? 0
      var sum = 0.0
      for label in 0..<classes {
        states[row + label] = exp(scores[row + label] - largest)
        var arrived = place == 0 ? 1.0 : 0
        if place > 0 {
          for from in 0..<classes { arrived += forwards[row - classes + from] * factors[from * classes + label] }
        }
        forwards[row + label] = arrived * states[row + label]
        sum += forwards[row + label]
      }
      guard sum > 0, sum.isFinite else { return false }
      for label in 0..<classes { forwards[row + label] /= sum }
      scales[place] = sum
      logSum += log(sum) + largest
    }
    goBack(length, &expected)
    return logSum.isFinite
  }

  private mutating func goBack(_ length: Int, _ expected: inout [Double]) {
    backwards = [Double](repeating: 1, count: length * classes)
    for place in stride(from: length - 2, through: 0, by: -1) {
      let row = place * classes, next = row + classes
      for from in 0..<classes {
        var sum = 0.0
        for label in 0..<classes {
          let onwards =
            factors[from * classes + label] * states[next + label] * backwards[next + label] / scales[place + 1]
          expected[from * classes + label] += forwards[row + from] * onwards
          sum += onwards
        }
        backwards[row + from] = sum
      }
    }
    marginals = zip(forwards, backwards).map { $0 * $1 }
  }
}
