import Foundation

/// Probabilities from logits, in Double.
package enum Softmax {
  /// exp(x − max) / Σ exp(x − max).
  package static func probabilities(_ logits: some Collection<Double>) -> [Double] {
    guard let largest = logits.max() else { return [] }
    var values = logits.map { exp($0 - largest) }
    let sum = values.reduce(0, +)
    for index in values.indices { values[index] /= sum }
    return values
  }
}
