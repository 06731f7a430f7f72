import BertData
import BertEncoder
package import BertFeatures
package import BertKernels

/// Texts that are like what is asked and do not belong to it, found among the texts that belong to others: the nearest whose
/// cosine is at most a share of that of the text that does, as sentence-transformers' `mine_hard_negatives` takes them with a
/// relative margin.
///
/// Source: de Souza et al., "NV-Retriever", arXiv 2407.15831, section 3 (TopK-PercPos).
package struct HardNegatives {
  /// So many for each row.
  let count: Int
  /// The share that they are below the cosine of the text that belongs to what is asked, 0 ..< 1.
  let margin: Double
  /// Rows without negatives.
  let rows: [PairRow]
  /// What is asked, and the texts that are searched, by their numbers; each once.
  package let queries: [Int], searched: [Int]
  /// The texts that belong to what is asked.
  private let answers: [Int: Set<Int>]

  /// Texts that are looked at for each that is wanted, since some are too near.
  private static let candidates = 10

  /// - Parameter known: Rows whose texts belong together, those that get negatives among them.
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
  /// - Throws: `interrupted` where `isCancelled` said true; `vectorRows` for vectors that are no numbers.
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
      // Of several texts that belong to what is asked the farthest counts.
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
