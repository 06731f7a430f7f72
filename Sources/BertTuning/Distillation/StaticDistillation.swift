public import BertData
public import BertEncoder
import BertFeatures
public import BertInference
import BertKernels
import BertStorage
import BertText
public import Foundation

/// How a table of token vectors is made.
public struct StaticOptions: Sendable, Equatable {
  /// Dimensions of the table, at most the encoder's hidden size.
  public var dimensions = 256
  /// How the states of a token and of the special tokens around it are pooled: the mean, or the first.
  public var pooling = PoolingMode.mean
  /// Epochs over the texts at the most.
  public var epochs = 20
  /// Decides which texts are held out, and the order of the others.
  public var seed: UInt64 = 42

  /// The defaults: those of model2vec 0.10, and for texts twenty epochs.
  public init() {}
}

/// Distils an encoder into a table of token vectors, as model2vec 0.10 does, and tunes the table on texts where some
/// are given.
///
/// Each token of the vocabulary goes through the encoder by itself. The vectors are projected onto their principal
/// components and weighted by the tokens' ranks.
public struct StaticDistillation {
  /// The size of the table and the result of tuning it.
  public struct Outcome: Sendable {
    /// Rows of the table.
    public let tokens: Int
    /// Columns of the table.
    public let dimensions: Int
    /// The share of the token vectors' variance that the dimensions keep.
    public let explainedShare: Double
    /// The result of tuning on texts; nil without texts.
    public let tuning: StaticTuning?
  }

  /// The progress of a run.
  public enum Stage: Sendable {
    /// Tokens go through the encoder.
    case tokens(done: Int, of: Int)
    /// The encoder reads the texts; the share that is done, 0 ... 1.
    case texts(Double)
    /// The table is tuned: the epoch, the share of it that is done, and the mean cosine on held-out texts before it.
    case tuning(epoch: Int, share: Double, cosine: Double)
  }

  private let teacher: PretrainedModel
  private let teacherName: String
  private let options: StaticOptions
  private let output: URL
  private let compute: Compute

  /// Opens the encoder and checks the options and the place of the table.
  ///
  /// - Parameters:
  ///   - teacher: The directory of an encoder, or of a bundle with one.
  ///   - name: The name of the encoder in the table's files.
  ///   - options: How the table is made.
  ///   - output: The directory to write; it must not exist, or be empty.
  ///   - threads: Threads to compute with; nil takes all cores. The result does not depend on them.
  ///   - precision: The precision of the encoder, fp32 or bf16; nil takes fp32.
  /// - Throws: `option`, `outputTaken`, `inference`.
  public init(
    teacher: URL, name: String, options: StaticOptions, output: URL, threads: Int? = nil,
    precision: Precision? = nil
  ) throws(TuningError) {
    try TrainingOptions.check(precision)
    guard options.dimensions > 0 else {
      throw .option(name: "dimensions", value: "\(options.dimensions)", rule: "must be positive")
    }
    guard options.epochs > 0 else {
      throw .option(name: "epochs", value: "\(options.epochs)", rule: "must be positive")
    }
    guard options.pooling == .mean || options.pooling == .cls else {
      throw .option(name: "pooling", value: options.pooling.rawValue, rule: "must be mean or cls for a table")
    }
    let content = try? FileManager.default.contentsOfDirectory(atPath: output.path)
    guard content?.isEmpty ?? !FileManager.default.fileExists(atPath: output.path) else {
      throw .outputTaken(path: output.path)
    }
    (self.teacher, compute) = try TuningError.translating { () throws(InferenceError) in
      (try PretrainedModel(at: teacher), try Compute.ready(threads: threads, precision: precision))
    }
    teacherName = name
    self.options = options
    self.output = output
  }

  /// Makes the table, writes it and reads it back.
  ///
  /// - Parameters:
  ///   - texts: Texts to tune the table on; their labels are ignored. Without texts the table is not tuned.
  ///   - isCancelled: Asked now and then.
  ///   - progress: Receives the progress.
  /// - Throws: `unlabelledUnfit` for too few texts; `vectors`, `inference`, `checkpoint`, `file`, `bundleDiffers`,
  ///   `interrupted`.
  public func run(
    texts: [Example] = [], isCancelled: () -> Bool = { false }, progress: (Stage) -> Void = { _ in }
  ) throws(TuningError) -> Outcome {
    let files = StaticTokenizerFiles(teacher)
    let pruned = try files.pruned()
    let corpus = texts.isEmpty ? nil : try StaticCorpus(texts, seed: options.seed)
    let states = try TuningError.translating { () throws(InferenceError) in
      try TokenVectors.of(
        pruned.formerIDs, teacher, pooling: options.pooling, compute, isCancelled: isCancelled,
        progress: { progress(.tokens(done: $0, of: pruned.formerIDs.count)) })
    }
    let (table, projection) = try table(of: states)
    let tuning = try corpus.map { (corpus) throws(TuningError) in
      try tune(table, corpus, pruned, projection, isCancelled, progress)
    }
    try StaticWriter(
      tokenizer: pruned, teacher: teacherName, options: options, tuning: tuning, output: output
    ).write(table)
    return Outcome(
      tokens: table.rows, dimensions: table.columns, explainedShare: projection?.explainedShare ?? 1, tuning: tuning)
  }

  /// The table, `[V, D]`, and its projection, from the encoder's states, `[V, H]`. As in model2vec, a vocabulary that
  /// is not larger than the number of dimensions is not projected: D = H.
  private func table(of states: Matrix) throws(TuningError) -> (Matrix, TokenProjection?) {
    let dimensions = min(options.dimensions, states.columns)
    let weights = RankWeights.byRank(states.rows)
    guard dimensions < states.rows else {
      for row in 0..<states.rows {
        for column in 0..<states.columns { states[row, column] *= Float(weights[row]) }
      }
      return (states, nil)
    }
    do {
      let vectors = DoubleMatrix(rows: states.rows, columns: states.columns, values: states.toArray())
      let (projection, coordinates) = try TokenProjection.fit(vectors, count: dimensions, compute)
      let table = Matrix(rows: states.rows, columns: dimensions)
      for row in 0..<table.rows {
        coordinates.map(row: row) { column, value in
          table[row, column] = Float(value * weights[row])
          return value
        }
      }
      return (table, projection)
    } catch {
      throw .vectors(error)
    }
  }

  /// Tunes the table in place; the version that is best on the held-out texts stays.
  private func tune(
    _ table: Matrix, _ corpus: StaticCorpus, _ pruned: PrunedTokenizer, _ projection: TokenProjection?,
    _ isCancelled: () -> Bool, _ progress: (Stage) -> Void
  ) throws(TuningError) -> StaticTuning {
    let tokenizer = try StaticTokenizerFiles.opened(pruned)
    let (learning, held) = try corpus.prepared(
      teacher, tokenizer, projection, compute, isCancelled: isCancelled, progress: { progress(.texts($0)) })
    let training = StaticTraining(compute: compute, epochs: options.epochs, seed: options.seed)
    let result = try training.run(
      table, learning: learning, held: held, isCancelled: isCancelled,
      progress: { progress(.tuning(epoch: $0, share: $1, cosine: $2)) })
    // Tokenlearn weights the rows by the token counts of the corpus once more; here only where that improves the
    // cosine.
    var counts = [Int](repeating: 0, count: table.rows)
    for sequence in learning.sequences { for id in sequence { counts[Int(id)] += 1 } }
    let weights = RankWeights.byCount(counts)
    let weighted = Matrix(rows: table.rows, columns: table.columns)
    for row in 0..<table.rows {
      for column in 0..<table.columns { weighted[row, column] = table[row, column] * Float(weights[row]) }
    }
    let cosine = training.cosine(weighted, held), isReweighted = cosine > result.after
    if isReweighted { table.copy(from: weighted) }
    return StaticTuning(
      texts: learning.sequences.count, heldTexts: held.sequences.count, cosineBefore: result.before,
      cosineAfter: max(result.after, cosine), epoch: result.epoch, isReweighted: isReweighted)
  }
}
