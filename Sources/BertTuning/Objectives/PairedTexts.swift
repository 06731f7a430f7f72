import BertData
import BertEncoder
import BertKernels
import BertText

/// Learning vectors from pairs of texts: that of a text comes nearer to that of what it answers than those of the other texts
/// of the batch do, or two vectors become as near as their texts are alike.
///
/// A batch is computed at once, for each row is held against the others.
struct PairedTexts: Objective {
  /// With the vectors of sequences as outputs; see `SequenceClassifier.init(vectorsOf:configuration:poolings:)`.
  let model: SequenceClassifier
  let rows: [PairRow]
  let texts: PairTexts
  let options: ContrastiveOptions
  let batchSize: Int
  let validation: HeldPairs
  /// The texts that belong to each that is asked, by their numbers.
  private let answers: [Int: Set<Int>]

  /// - Parameter known: Rows whose texts belong together, those that are learnt from among them.
  init(
    model: SequenceClassifier, rows: [PairRow], known: [PairRow], texts: PairTexts, options: ContrastiveOptions,
    batchSize: Int, validation: HeldPairs
  ) {
    self.model = model
    self.rows = rows
    self.texts = texts
    self.options = options
    self.batchSize = batchSize
    self.validation = validation
    answers = Self.answers(known)
  }

  /// The texts that belong to each that is asked.
  static func answers(_ rows: [PairRow]) -> [Int: Set<Int>] {
    rows.reduce(into: [:]) { $0[$1.anchor, default: []].insert($1.positive) }
  }

  var itemCount: Int { rows.count }

  func items(epoch: Int, seed: UInt64) -> [Int] {
    // How alike two texts are does not depend on the others.
    guard rows.first?.score == nil else { return SeededGenerator.order(of: rows.count, epoch: epoch, seed: seed) }
    return BatchOrder(rows: rows, batchSize: batchSize).order(epoch: epoch, seed: seed)
  }

  func tokens(of row: Int) -> Int { Self.tokens(of: rows[row], texts) }

  /// Tokens that a row takes in a batch.
  static func tokens(of row: PairRow, _ texts: PairTexts) -> Int {
    texts.query(row.anchor).ids.count
      + ([row.positive] + row.negatives).reduce(0) { $0 + texts.text($1).ids.count }
  }

  func weight(of row: Int) -> Double { 1 }

  func accumulate(_ items: ArraySlice<Int>, share: Double, dropout: DropoutKey, _ compute: Compute) -> Double {
    let chosen = items.map { rows[$0] }, scores = chosen.compactMap(\.score)
    let nested = NestedVectors(dimensions: options.dimensions)
    guard scores.isEmpty else {
      // The two of a pair beside each other. [2B, H]
      let batch = TokenBatch(chosen.flatMap { [texts.query($0.anchor), texts.text($0.positive)] })
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
    let candidates = chosen.map(\.positive) + chosen.flatMap(\.negatives)
    let batch = TokenBatch(chosen.map { texts.query($0.anchor) } + candidates.map { texts.text($0) })
    let loss = InBatchNegatives(scale: options.scale)
    return model.trainingStep(batch, dropout: dropout, compute: compute) { outputs, gradient in
      nested.evaluate(outputs, gradient: gradient) {
        loss.evaluate($0, anchors: chosen.count, factor: Float(share), gradient: $1) { anchor, candidate in
          // What belongs to the anchor in another row is no negative of it, nor is what is asked itself.
          let asked = chosen[anchor].anchor
          return candidates[candidate] == asked || answers[asked]?.contains(candidates[candidate]) == true
        }
      }
    }.loss
  }

  func judge(_ compute: Compute, isCancelled: () -> Bool) throws(PredictionInterrupted) -> Judgement? {
    try validation.judge(model, compute, isCancelled: isCancelled)
  }
}
