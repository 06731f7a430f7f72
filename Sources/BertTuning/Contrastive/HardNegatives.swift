import BertData
import BertEncoder
package import BertFeatures
package import BertKernels

/// Mines hard negatives: for each query, the nearest positives of other queries whose cosine is at most 1 − margin
/// times that of its own positive, as sentence-transformers' `mine_hard_negatives` does with a relative margin.
///
/// Source: de Souza et al., "NV-Retriever", arXiv 2407.15831, section 3 (TopK-PercPos).
package struct HardNegatives {
  /// Negatives for each row.
  let count: Int
  /// The relative margin, 0 ..< 1.
  let margin: Double
  /// Rows without negatives.
  let rows: [PairRow]
  /// The queries, and the texts that are searched, by their numbers; each once.
  package let queries: [Int], searched: [Int]
  /// The positives of each query.
  private let answers: [Int: Set<Int>]

  /// Candidates for each wanted negative, since some are above the margin.
  private static let candidates = 10

  /// - Parameters:
  ///   - count: Negatives for each row.
  ///   - margin: The relative margin, 0 ..< 1.
  ///   - rows: The rows that get negatives.
  ///   - known: All known pairs, `rows` included; a positive of a query is never its negative.
  package init(count: Int, margin: Double, rows: [PairRow], known: [PairRow]) {
    self.count = count
    self.margin = margin
    self.rows = rows
    queries = Self.distinct(rows.map(\.anchor))
    searched = Self.distinct(rows.map(\.positive))
    answers = PairLoss.answers(known)
  }

  private static func distinct(_ numbers: [Int]) -> [Int] {
    var seen: Set<Int> = []
    return numbers.filter { seen.insert($0).inserted }
  }

  /// The rows with their negatives. A row may get fewer than are wanted, or none.
  ///
  /// - Parameter progress: Texts done, texts in all.
  /// - Throws: `interrupted` where `isCancelled` returned true; `vectorRows` for vectors that are not finite.
  func mined(
    _ texts: PairTexts, _ model: SequenceClassifier, _ compute: Compute, isCancelled: () -> Bool,
    progress: (Int, Int) -> Void
  ) throws(TuningError) -> [PairRow] {
    let vectors = SequenceVectors(model: model, compute: compute), total = queries.count + searched.count
    let asked = try vectors.units(of: queries.map(texts.query), isCancelled: isCancelled) { progress($0, total) }
    let found = try vectors.units(of: searched.map(texts.text), isCancelled: isCancelled) {
      progress(queries.count + $0, total)
    }
    return chosen(asked: asked, found: found, compute)
  }

  /// The rows with their negatives.
  ///
  /// - Parameters:
  ///   - asked: The vectors of ``queries``.
  ///   - found: Those of ``searched``.
  package func chosen(asked: UnitRows, found: UnitRows, _ compute: Compute) -> [PairRow] {
    let places = Dictionary(uniqueKeysWithValues: searched.enumerated().map { ($1, $0) })
    let most = answers.values.lazy.map(\.count).max() ?? 0
    let hits = NearestRows(found).nearest(to: asked, count: Self.candidates * count + 2 * most, compute: compute)
    var negatives: [Int: [Int]] = [:]
    for (query, anchor) in queries.enumerated() {
      let own = answers[anchor] ?? []
      // Of several positives the farthest one counts.
      let cosines = own.compactMap { places[$0] }.map { asked.cosine(query, with: found, $0) }
      guard let cosine = cosines.min() else { continue }
      let limit = cosine - abs(cosine) * margin
      let far = hits[query].lazy.filter { hit in
        let text = searched[hit.row]
        return text != anchor && !own.contains(text) && Double(hit.score) <= limit
      }
      negatives[anchor] = far.prefix(count).map { searched[$0.row] }
    }
    return rows.map { row in
      var row = row
      row.negatives = negatives[row.anchor] ?? []
      return row
    }
  }
}
