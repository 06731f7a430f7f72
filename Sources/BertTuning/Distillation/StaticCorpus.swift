import BertData
import BertFeatures
import BertInference
import BertKernels
import BertText

/// The distinct texts that a table of token vectors is tuned on: a tenth of them is held out.
struct StaticCorpus {
  private let learning: [Example]
  private let held: [Example]

  /// The least number of texts: with fewer, a tenth is too small to judge by.
  private static let least = 50

  /// - Parameters:
  ///   - texts: The texts; repeated ones count once.
  ///   - seed: Decides which texts are held out.
  /// - Throws: `unlabelledUnfit` for too few distinct texts.
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

  /// Tokenizes the texts and computes their targets: the encoder's vectors, minus the mean of those to learn from,
  /// projected as the table is, and normalized to length 1.
  ///
  /// - Parameters:
  ///   - teacher: The encoder.
  ///   - tokenizer: The tokenizer of the table.
  ///   - projection: The projection of the table; nil where it has none.
  ///   - progress: The share of the texts that the encoder has read.
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
      // A text without known tokens has no mean to tune.
      let kept = range.filter { !sequences[$0].isEmpty }
      return StaticTraining.Texts(sequences: kept.map { sequences[$0] }, targets: targets.selecting(kept))
    }
    return (texts(0..<learning.count), texts(learning.count..<rows.count))
  }
}
