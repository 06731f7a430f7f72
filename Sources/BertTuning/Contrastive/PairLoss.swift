package import BertEncoder
package import BertKernels
import BertText

/// The loss of vectors that are learnt from pairs of texts: in-batch negatives for pairs and triplets, or the error of
/// the cosine for scored pairs.
package struct PairLoss: Sendable {
  let options: ContrastiveOptions
  /// The positives of each query, by their numbers.
  private let answers: [Int: Set<Int>]

  /// - Parameters:
  ///   - options: The options of the loss.
  ///   - known: All known pairs, the training rows included; a positive of a query is never its negative.
  package init(_ options: ContrastiveOptions, known: [PairRow]) {
    self.options = options
    answers = Self.answers(known)
  }

  /// The positives of each query.
  static func answers(_ rows: [PairRow]) -> [Int: Set<Int>] {
    rows.reduce(into: [:]) { $0[$1.anchor, default: []].insert($1.positive) }
  }

  /// Forward in training mode, the loss, and backward. Adds to the gradients.
  ///
  /// - Parameters:
  ///   - rows: All with a score, or all without.
  ///   - texts: The texts that the rows number.
  ///   - model: See `SequenceClassifier.init(vectorsOf:configuration:poolings:)`.
  ///   - share: Factor of the gradient.
  ///   - dropout: Seeds the masks of dropout; nil for none.
  /// - Returns: The mean loss of the rows.
  package func step(
    _ rows: [PairRow], of texts: PairTexts, _ model: SequenceClassifier, share: Double, dropout: DropoutKey?,
    _ compute: Compute
  ) -> Double {
    let scores = rows.compactMap(\.score), nested = NestedVectors(dimensions: options.dimensions)
    guard scores.isEmpty else {
      // The two texts of a pair are consecutive rows. [2B, H]
      let batch = TokenBatch(rows.flatMap { [texts.query($0.anchor), texts.text($0.positive)] })
      return model.trainingStep(batch, dropout: dropout, compute: compute) { outputs, gradient in
        let scratch = Matrix(rows: outputs.rows, columns: outputs.columns)
        return nested.evaluate(outputs, gradient: gradient) { part, partGradient in
          let own = scratch.columns(0..<part.columns)
          let value = PairCosine().evaluate(part, scores, scale: Float(share), gradient: own)
          compute.add(own, to: partGradient)
          return value
        }
      }.loss
    }
    let candidates = rows.map(\.positive) + rows.flatMap(\.negatives)
    let batch = TokenBatch(rows.map { texts.query($0.anchor) } + candidates.map { texts.text($0) })
    let loss = InBatchNegatives(scale: options.scale)
    return model.trainingStep(batch, dropout: dropout, compute: compute) { outputs, gradient in
      nested.evaluate(outputs, gradient: gradient) {
        loss.evaluate($0, anchors: rows.count, factor: Float(share), gradient: $1) { anchor, candidate in
          // Neither the query itself nor any of its known positives is a negative.
          let asked = rows[anchor].anchor
          return candidates[candidate] == asked || answers[asked]?.contains(candidates[candidate]) == true
        }
      }
    }.loss
  }
}
