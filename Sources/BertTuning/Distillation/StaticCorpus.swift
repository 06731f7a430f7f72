import BertData
import BertFeatures
import BertInference
import BertKernels
import BertText

/// Texts that a table is tuned on, each once, and those that judge it.
struct StaticCorpus {
  private let learning: [Example]
  private let held: [Example]

  /// Texts below which a tenth says nothing.
  private static let least = 50

  /// - Throws: `unlabelledUnfit` for too few different texts.
  init(_ texts: [Example], seed: UInt64) throws(TuningError) {
    var seen: Set<[UInt8]> = []
    var different = texts.filter { seen.insert(Array($0.text.utf8)).inserted }
    guard different.count >= Self.least else {
      throw .unlabelledUnfit(
        reason: "there are \(different.count) different texts to tune the table on, and a tenth of them is held out",
        remedy: "give at least \(Self.least), or none for the table as the tokens give it")
    }
    var generator = SeededGenerator(seed: seed)
    generator.shuffle(&different)
    let count = min(2000, different.count / 10)
    held = Array(different[..<count])
    learning = Array(different[count...])
  }

  /// The texts as the table reads them, and the directions that their means are to have: the encoder's vectors less the mean
  /// of those learnt from, along the table's directions, of length one.
  ///
  /// - Throws: `inference`, `interrupted`.
  func prepared(
    _ teacher: PretrainedModel, _ tokenizer: StaticTokenizer, _ projection: TokenProjection?, _ compute: Compute,
    isCancelled: () -> Bool, progress: (Double) -> Void
  ) throws(TuningError) -> (learning: StaticTraining.Texts, held: StaticTraining.Texts) {
    let rows = learning + held
    let options = EncodingOptions(maxLength: StaticTokenizerFiles.maxLength, addSpecialTokens: false)
    let sequences = rows.map { row in
      tokenizer.tokenizer.encodeIDs(row.text, options: options).ids.filter { $0 != tokenizer.unknownID }
    }
    let vectors = try TuningError.translating { () throws(InferenceError) in
      try TextEmbedder(.encoder(teacher), options: EmbeddingOptions(), compute: compute).embed(
        rows, isCancelled: isCancelled, progress: progress)
    }
    let states = DoubleMatrix(rows: rows.count, columns: vectors.dimensions, values: vectors.values)
    let mean = RowMoments(states.rows(0..<learning.count), compute).mean
    for row in 0..<states.rows { states.map(row: row) { column, value in value - mean[column] } }
    let coordinates = projection.map { compute.product(states.operand, $0.components.transpose) } ?? states
    let targets = Matrix(rows: rows.count, columns: coordinates.columns)
    for row in 0..<rows.count {
      for (column, value) in coordinates.values(ofRow: row).enumerated() { targets[row, column] = Float(value) }
    }
    compute.normalizeRows(targets)
    func texts(_ range: Range<Int>) -> StaticTraining.Texts {
      // A text of unknown words alone has nothing to tune.
      let kept = range.filter { !sequences[$0].isEmpty }
      return StaticTraining.Texts(sequences: kept.map { sequences[$0] }, targets: targets.selecting(kept))
    }
    return (texts(0..<learning.count), texts(learning.count..<rows.count))
  }
}
