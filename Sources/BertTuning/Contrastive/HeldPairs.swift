import BertData
import BertEncoder
import BertFeatures
import BertKernels
import BertText

/// Pairs by which vectors are judged: what belongs to a held-out text is looked for among the texts of all pairs, or the
/// cosine of two texts is held against their score.
struct HeldPairs {
  /// Texts that are searched at the most beside those that are to be found: every epoch encodes them all.
  static let mostTexts = 20_000

  private let texts: PairTexts
  /// Of retrieval: the texts that are asked, those that are searched, and places of what is to be found.
  private var queries: [Int] = [], searched: [Int] = [], relevant: [Set<Int>] = []
  /// Of scored pairs.
  private var scored: [PairRow] = []

  /// - Parameters:
  ///   - held: Rows that are not learnt from.
  ///   - training: Rows whose texts are searched as well.
  init(held: [PairRow], training: [PairRow], texts: PairTexts) {
    self.texts = texts
    guard held.first?.score == nil else {
      scored = held
      return
    }
    guard !held.isEmpty else { return }
    var places: [Int: Int] = [:], order: [Int: Int] = [:]
    func place(_ text: Int, _ searched: inout [Int]) -> Int {
      if let known = places[text] { return known }
      places[text] = searched.count
      searched.append(text)
      return searched.count - 1
    }
    for row in held {
      let answer = place(row.positive, &searched)
      if let query = order[row.anchor] {
        relevant[query].insert(answer)
      } else {
        order[row.anchor] = queries.count
        queries.append(row.anchor)
        relevant.append([answer])
      }
    }
    let found = searched.count
    for row in held + training where searched.count - found < Self.mostTexts {
      for text in [row.positive] + row.negatives { _ = place(text, &searched) }
    }
  }

  /// Texts that are read to judge.
  var count: Int { queries.count + searched.count + 2 * scored.count }
  /// Their tokens.
  var tokenCount: Int {
    queries.reduce(0) { $0 + texts.query($1).ids.count } + searched.reduce(0) { $0 + texts.text($1).ids.count }
      + scored.reduce(0) { $0 + texts.query($1.anchor).ids.count + texts.text($1.positive).ids.count }
  }
  /// Texts that are searched.
  var searchedCount: Int { searched.count }

  /// The figures of a model; nil where nothing is held out.
  ///
  /// - Throws: `interrupted` where `isCancelled` said true; `vectorRows` for vectors that are no numbers.
  func figures(
    _ model: SequenceClassifier, _ compute: Compute, isCancelled: () -> Bool
  ) throws(TuningError) -> VectorFigures? {
    let vectors = SequenceVectors(model: model, compute: compute)
    if !scored.isEmpty {
      let first = try vectors.units(of: scored.map { texts.query($0.anchor) }, isCancelled: isCancelled)
      let second = try vectors.units(of: scored.map { texts.text($0.positive) }, isCancelled: isCancelled)
      let cosines = scored.indices.map { first.cosine($0, with: second, $0) }
      return VectorFigures(
        spearman: RegressionMetrics(truth: scored.map { $0.score ?? 0 }, predictions: cosines).spearman)
    }
    guard !queries.isEmpty else { return nil }
    let asked = try vectors.units(of: queries.map(texts.query), isCancelled: isCancelled)
    let rows = try vectors.units(of: searched.map(texts.text), isCancelled: isCancelled)
    // A text that is asked and is among those that are searched is no answer to itself, unless it belongs to itself.
    let own = Dictionary(searched.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let found = NearestRows(rows).nearest(to: asked, count: RetrievalMetrics.depth + 1, compute: compute)
    let answers = found.enumerated().map { query, hits in
      let itself = own[queries[query]].flatMap { relevant[query].contains($0) ? nil : $0 }
      return Array(hits.map(\.row).filter { $0 != itself }.prefix(RetrievalMetrics.depth))
    }
    return VectorFigures(
      retrieval: RetrievalMetrics(found: answers, relevant: relevant, texts: searched.count))
  }

  /// How good the model is now.
  ///
  /// - Throws: `PredictionInterrupted` where `isCancelled` said true.
  func judge(
    _ model: SequenceClassifier, _ compute: Compute, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> Judgement? {
    let figures: VectorFigures?
    do {
      figures = try self.figures(model, compute, isCancelled: isCancelled)
    } catch .interrupted {
      throw PredictionInterrupted()
    } catch {
      // Vectors that are no numbers are worse than any that are.
      return Judgement(value: -.infinity, isHigherBetter: true)
    }
    return figures.map { Judgement(value: $0.value, isHigherBetter: true, vectors: $0) }
  }
}
