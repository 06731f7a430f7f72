package import BertEncoder
package import BertKernels
import BertText

/// What is to become small when vectors are learnt from pairs of texts: that of finding what belongs to a text among the
/// texts of a batch, or that of telling how alike two are.
package struct PairLoss: Sendable {
  let options: ContrastiveOptions
  /// The texts that belong to each that is asked, by their numbers.
  private let answers: [Int: Set<Int>]

  /// - Parameter known: Rows whose texts belong together, those that are learnt from among them.
  package init(_ options: ContrastiveOptions, known: [PairRow]) {
    self.options = options
    answers = Self.answers(known)
  }

  /// The texts that belong to each that is asked.
  static func answers(_ rows: [PairRow]) -> [Int: Set<Int>] {
    rows.reduce(into: [:]) { $0[$1.anchor, default: []].insert($1.positive) }
  }

  /// Forward in training mode, the loss, and backward. Adds to the gradients.
  ///
  /// - Parameters:
  ///   - rows: All with a score, or all without.
  ///   - model: See `SequenceClassifier.init(vectorsOf:configuration:poolings:)`.
  ///   - share: Factor of the gradient.
  /// - Returns: The mean loss of the rows.
  package func step(
    _ rows: [PairRow], of texts: PairTexts, _ model: SequenceClassifier, share: Double, dropout: DropoutKey?,
    _ compute: Compute
  ) -> Double {
    let scores = rows.compactMap(\.score), nested = NestedVectors(dimensions: options.dimensions)
    guard scores.isEmpty else {
      // The two of a pair beside each other. [2B, H]
      let batch = TokenBatch(rows.flatMap { [texts.query($0.anchor), texts.text($0.positive)] })
      return model.trainingStep(batch, dropout: dropout, compute: compute) { outputs, gradient in
        let slopes = Matrix(rows: outputs.rows, columns: outputs.columns)
        return nested.evaluate(outputs, gradient: gradient) { part, partGradient in
          let own = slopes.columns(0..<part.columns)
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
          // What belongs to the anchor in another row is no negative of it, nor is what is asked itself.
          let asked = rows[anchor].anchor
          return candidates[candidate] == asked || answers[asked]?.contains(candidates[candidate]) == true
        }
      }
    }.loss
  }
}
