import BertData
import BertEncoder
import BertFeatures
import BertKernels

/// Texts that are like what is asked and do not belong to it, found among the texts that belong to others: the nearest whose
/// cosine is at most a share of that of the text that does, as sentence-transformers' `mine_hard_negatives` takes them with a
/// relative margin.
///
/// Source: de Souza et al., "NV-Retriever", arXiv 2407.15831, section 3 (TopK-PercPos).
struct HardNegatives {
  let count: Int
  /// The share that is below the cosine of the text that belongs to what is asked, 0 ..< 1.
  let margin: Double
  let texts: PairTexts

  /// Texts that are looked at for each that is wanted, since some are too near.
  private static let candidates = 10

  /// The rows with their negatives. A row may get fewer than are wanted, or none.
  ///
  /// - Parameters:
  ///   - known: Rows whose texts belong together, those among them.
  ///   - progress: Texts done, texts in all.
  /// - Throws: `interrupted` where `isCancelled` said true; `vectorRows` for vectors that are no numbers.
  func mined(
    _ rows: [PairRow], known: [PairRow], _ model: SequenceClassifier, _ compute: Compute, isCancelled: () -> Bool,
    progress: (Int, Int) -> Void
  ) throws(TuningError) -> [PairRow] {
    var places: [Int: Int] = [:], searched: [Int] = [], queryPlaces: [Int: Int] = [:], queries: [Int] = []
    for row in rows {
      if places.updateValue(places[row.positive] ?? searched.count, forKey: row.positive) == nil {
        searched.append(row.positive)
      }
      if queryPlaces.updateValue(queryPlaces[row.anchor] ?? queries.count, forKey: row.anchor) == nil {
        queries.append(row.anchor)
      }
    }
    let answers = PairedTexts.answers(known), total = queries.count + searched.count
    let vectors = SequenceVectors(model: model, compute: compute)
    let asked = try vectors.units(of: queries.map(texts.query), isCancelled: isCancelled) { progress($0, total) }
    let found = try vectors.units(of: searched.map(texts.text), isCancelled: isCancelled) {
      progress(queries.count + $0, total)
    }
    let most = answers.values.lazy.map(\.count).max() ?? 0
    let hits = NearestRows(found).nearest(
      to: asked, count: Self.candidates * count + 2 * most, compute: compute)
    return rows.map { row in
      guard let query = queryPlaces[row.anchor], let own = answers[row.anchor] else { return row }
      // Of several texts that belong to what is asked the farthest counts.
      let cosines = own.compactMap { places[$0] }.map { asked.cosine(query, with: found, $0) }
      guard let cosine = cosines.min() else { return row }
      let limit = cosine - abs(cosine) * margin
      var row = row
      for hit in hits[query] where row.negatives.count < count {
        let text = searched[hit.row]
        if text == row.anchor || own.contains(text) || Double(hit.score) > limit { continue }
        row.negatives.append(text)
      }
      return row
    }
  }
}
