import BertData
import BertEncoder
import BertFeatures
import BertKernels
import BertText

/// Held-out pairs that judge the vectors: by retrieval of each query's positives among the texts of all pairs, or by
/// the correlation of cosine and score.
struct HeldPairs {
  /// The limit of searched texts beside the positives of the held-out queries: every epoch encodes all of them.
  static let mostTexts = 20_000

  private let texts: PairTexts
  /// For retrieval: the queries and the searched texts, by their numbers, and for each query the indices of its
  /// positives in `searched`.
  private var queries: [Int] = [], searched: [Int] = [], relevant: [Set<Int>] = []
  /// The scored pairs; empty for retrieval.
  private var scored: [PairRow] = []

  /// - Parameters:
  ///   - held: The held-out rows.
  ///   - training: The training rows, whose texts are searched as well.
  ///   - texts: The texts of both.
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

  /// Texts that are encoded to judge.
  var count: Int { queries.count + searched.count + 2 * scored.count }
  /// Their tokens.
  var tokenCount: Int {
    queries.reduce(0) { $0 + texts.query($1).ids.count } + searched.reduce(0) { $0 + texts.text($1).ids.count }
      + scored.reduce(0) { $0 + texts.query($1.anchor).ids.count + texts.text($1.positive).ids.count }
  }
  /// Texts that are searched.
  var searchedCount: Int { searched.count }

  /// The metrics of a model; nil where nothing is held out.
  ///
  /// - Throws: `interrupted` where `isCancelled` returned true; `vectorRows` for vectors that are not finite.
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
    // A query that is also among the searched texts is left out of its own results, unless it is its own positive.
    let own = Dictionary(searched.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let found = NearestRows(rows).nearest(to: asked, count: RetrievalMetrics.depth + 1, compute: compute)
    let answers = found.enumerated().map { query, hits in
      let itself = own[queries[query]].flatMap { relevant[query].contains($0) ? nil : $0 }
      return Array(hits.map(\.row).filter { $0 != itself }.prefix(RetrievalMetrics.depth))
    }
    return VectorFigures(
      retrieval: RetrievalMetrics(found: answers, relevant: relevant, texts: searched.count))
  }

  /// Judges the model after an epoch; nil where nothing is held out.
  ///
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true.
  func judge(
    _ model: SequenceClassifier, _ compute: Compute, isCancelled: () -> Bool
  ) throws(PredictionInterrupted) -> Judgement? {
    let figures: VectorFigures?
    do {
      figures = try self.figures(model, compute, isCancelled: isCancelled)
    } catch .interrupted {
      throw PredictionInterrupted()
    } catch {
      // Vectors that are not finite are worse than all others.
      return Judgement(value: -.infinity, isHigherBetter: true)
    }
    return figures.map { Judgement(value: $0.value, isHigherBetter: true, vectors: $0) }
  }
}
