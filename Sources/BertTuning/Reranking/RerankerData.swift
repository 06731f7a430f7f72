public import BertData
public import BertEncoder
import BertFeatures
public import BertInference
import BertKernels
public import Foundation

/// Pairs of texts as a reranker learns them: a number for each pair, 1 where the two belong together and 0 where they
/// do not, and searches by which it is judged.
///
/// The negatives are those of the data, are drawn at random, or are mined by the vectors of the encoder that the
/// reranker starts from.
public struct RerankerData: Sendable {
  /// The rows to learn from, and those that judge the epochs.
  public let rows: TrainingData
  /// The metrics of the searches in the order of the vectors alone; nil where nothing is held out.
  public let before: RetrievalMetrics?
  /// Pairs with fewer negatives than the options ask for.
  public let rowsShortOfNegatives: Int
  private let searches: [Search]

  /// A held-out query and the texts that are ranked for it.
  private struct Search {
    let query: String
    /// The nearest texts by the vectors, and the positives of the query.
    let texts: [String]
    let relevant: Set<Int>
  }

  /// The number of nearest texts that a search ranks, besides the positives.
  public static let searchedTexts = 20

  /// Finds the negatives of each pair, and the nearest texts of each held-out query.
  ///
  /// - Parameters:
  ///   - pairs: Pairs of texts that belong together, which may have negatives.
  ///   - encoder: The directory of the encoder that ``PairTrainingData`` was made with.
  ///   - options: Which negatives are taken, and how many.
  ///   - seed: Decides which texts are drawn.
  ///   - threads: The result does not depend on it.
  ///   - precision: The precision that the encoder computes in, fp32 or bf16; nil takes fp32.
  ///   - isCancelled: Called now and then; true cancels the work.
  ///   - progress: Called with the number of texts done and of all texts.
  /// - Throws: ``TuningError`` for options that break a rule, for scored pairs, for too few texts to draw from, and for
  ///   what the encoder cannot read; ``TuningError/interrupted(checkpoint:)``.
  public init(
    _ pairs: PairTrainingData, encoder: URL, options: RerankerOptions = RerankerOptions(), seed: UInt64,
    threads: Int? = nil, precision: Precision? = nil, isCancelled: () -> Bool = { false },
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws(TuningError) {
    try options.validate()
    try pairs.check()
    guard pairs.form != .scored else {
      throw .pairsUnfit(
        reason: "the rows have scores",
        remedy: "train on the pairs as labelled rows with a number")
    }
    if options.areHard, pairs.form == .triplets {
      throw .option(
        name: "hard-negatives", value: "\(options.negatives)", rule: "the rows have negatives of their own")
    }
    let known = pairs.training + pairs.held, answers = PairLoss.answers(known), names = pairs.texts.names
    let (model, compute) = try Self.vectors(of: encoder, pairs, threads: threads, precision)
    let vectors = SequenceVectors(model: model, compute: compute), texts = pairs.texts
    func nearest(_ rows: [PairRow], _ count: Int, margin: Double) throws(TuningError) -> [PairRow] {
      try HardNegatives(count: count, margin: margin, rows: rows, known: known).mined(
        texts, model, compute, isCancelled: isCancelled, progress: progress)
    }
    var generator = SeededGenerator(seed: seed)
    func completed(_ rows: [PairRow], drawing drawn: [Int]) throws(TuningError) -> [PairRow] {
      if pairs.form == .triplets { return rows }
      if options.areHard { return try nearest(rows, options.negatives, margin: options.negativeMargin) }
      return rows.map { row in
        var row = row
        let own = answers[row.anchor] ?? []
        // With few different texts a row gets fewer.
        for _ in 0..<20 * options.negatives where row.negatives.count < options.negatives {
          let text = drawn[generator.next(below: drawn.count)]
          if text != row.anchor, !own.contains(text), !row.negatives.contains(text) { row.negatives.append(text) }
        }
        return row
      }
    }
    // A held-out text is never a negative of a training row.
    let training = try completed(pairs.training, drawing: pairs.training.map(\.positive))
    let held = try completed(pairs.held, drawing: known.map(\.positive))
    rowsShortOfNegatives =
      pairs.form == .triplets ? 0 : training.count { $0.negatives.count < options.negatives }
    func examples(_ rows: [PairRow]) -> [Example] {
      rows.flatMap { row in
        ([row.positive] + row.negatives).map { text in
          Example(
            text: names[row.anchor], pair: names[text], target: .number(text == row.positive ? 1 : 0), line: 0)
        }
      }
    }
    guard training.contains(where: { !$0.negatives.isEmpty }) else {
      throw .pairsUnfit(
        reason: "no text can serve as a negative",
        remedy: "give pairs with different texts, or rows with negatives")
    }
    // Without negatives there is no order to judge.
    let judged = held.contains { !$0.negatives.isEmpty } ? examples(held) : []
    rows = try TrainingData(
      labels: LabelSet(names: ["score"]), training: examples(training), validation: judged)

    (searches, before) = try Self.searches(pairs, answers: answers, vectors, isCancelled)
  }

  /// The encoder as a model of sentence vectors.
  private static func vectors(
    of encoder: URL, _ pairs: PairTrainingData, threads: Int?, _ precision: Precision?
  ) throws(TuningError) -> (SequenceClassifier, Compute) {
    let source = try TuningError.translating { () throws(InferenceError) in try PretrainedModel(at: encoder) }
    let compute = try TuningError.translating { () throws(InferenceError) in
      try Compute.ready(threads: threads, precision: precision)
    }
    do {
      let model = try SequenceClassifier(
        vectorsOf: source.checkpoint, configuration: source.configuration, poolings: pairs.recipe.reductions)
      model.setTrained { _ in false }
      return (model, compute)
    } catch {
      throw .model(path: encoder.path, error)
    }
  }

  /// The held-out texts with the nearest texts of all pairs, and how well the vectors alone order them.
  private static func searches(
    _ pairs: PairTrainingData, answers: [Int: Set<Int>], _ vectors: SequenceVectors, _ isCancelled: () -> Bool
  ) throws(TuningError) -> ([Search], RetrievalMetrics?) {
    guard !pairs.held.isEmpty else { return ([], nil) }
    func distinct(_ numbers: [Int]) -> [Int] {
      var seen: Set<Int> = []
      return numbers.filter { seen.insert($0).inserted }
    }
    let queries = distinct(pairs.held.map(\.anchor))
    let searched = distinct((pairs.held + pairs.training).flatMap { [$0.positive] + $0.negatives })
    let places = Dictionary(uniqueKeysWithValues: searched.enumerated().map { ($1, $0) })
    let asked = try vectors.units(of: queries.map(pairs.texts.query), isCancelled: isCancelled)
    let found = try vectors.units(of: searched.map(pairs.texts.text), isCancelled: isCancelled)
    let hits = NearestRows(found).nearest(to: asked, count: searchedTexts + 1, compute: vectors.compute)
    let names = pairs.texts.names
    var searches: [Search] = [], orders: [[Int]] = []
    for (query, number) in queries.enumerated() {
      let own = (answers[number] ?? []).compactMap { places[$0] }
      let near = hits[query].map(\.row).filter { searched[$0] != number || own.contains($0) }
      // Positives that are not among the nearest come after them.
      let all = Array(near.prefix(searchedTexts)) + own.filter { !near.prefix(searchedTexts).contains($0) }.sorted()
      searches.append(
        Search(
          query: names[number], texts: all.map { names[searched[$0]] },
          relevant: Set(all.indices.filter { own.contains(all[$0]) })))
      orders.append(Array(all.indices))
    }
    return (
      searches,
      RetrievalMetrics(found: orders, relevant: searches.map(\.relevant), texts: searchedTexts)
    )
  }

  /// The metrics of the searches in the order of a reranker; nil where nothing is held out.
  ///
  /// - Parameters:
  ///   - reranker: The trained model; its first score decides.
  ///   - isCancelled: Called before each batch; true cancels the work.
  ///
  /// - Throws: ``TuningError/inference(_:)`` for a pair that has no answer; ``TuningError/interrupted(checkpoint:)``.
  public func figures(
    of reranker: TextClassifier, isCancelled: () -> Bool = { false }
  ) throws(TuningError) -> RetrievalMetrics? {
    guard !searches.isEmpty else { return nil }
    let pairs = searches.flatMap { search in
      search.texts.map { Example(text: search.query, pair: $0, target: nil, line: 0) }
    }
    let scores = try TuningError.translating { () throws(InferenceError) in
      try reranker.predict(pairs, isCancelled: isCancelled).map { $0.scores[0] }
    }
    var orders: [[Int]] = [], first = 0
    for search in searches {
      let own = scores[first..<first + search.texts.count]
      // Of equal scores the nearer text is first.
      orders.append(search.texts.indices.sorted { (own[first + $1], $0) < (own[first + $0], $1) })
      first += search.texts.count
    }
    return RetrievalMetrics(found: orders, relevant: searches.map(\.relevant), texts: Self.searchedTexts)
  }
}

extension TrainingOptions {
  /// The defaults of learning a reranker: one logit by binary cross-entropy, a single epoch, and the best one by
  /// Spearman's correlation where there are several.
  public static var ofReranking: TrainingOptions {
    var options = TrainingOptions()
    options.method = .finetune
    options.ranks = true
    options.epochs = 1
    options.metric = .spearman
    return options
  }
}
