import BertBaselines
import BertData

/// The words that distinguish a cluster: those whose mean TF-IDF in its texts lies farthest above that in the other
/// texts.
package enum ClusterWords {
  /// The most texts that words are taken from; of more, the first.
  package static let mostTexts = 200_000

  /// - Parameters:
  ///   - texts: The texts of the rows. [N]
  ///   - labels: The cluster of each row. [N]
  ///   - clusters: K.
  ///   - count: The most words of a cluster.
  /// - Returns: for each cluster its words, the most distinctive first. [K]
  package static func words(of texts: [String], labels: [Int32], clusters: Int, count: Int) -> [[String]] {
    let rows = texts.prefix(mostTexts).map { Example(text: $0, line: 0) }
    var options = TermOptions()
    options.words = [1, 1]
    // A word of a single text distinguishes that text, not a cluster.
    options.minimumRows = rows.count < 20 ? 1 : 2
    let vectorizer = TermVectorizer(options, learning: rows)
    guard let counter = vectorizer.counters.first, counter.terms.count > 0 else {
      return [[String]](repeating: [], count: clusters)
    }
    let features = vectorizer.features(rows), terms = counter.terms.count
    var sums = [[Int32: Double]](repeating: [:], count: clusters), all = [Double](repeating: 0, count: terms)
    var sizes = [Int](repeating: 0, count: clusters)
    for row in 0..<features.rows {
      let cluster = Int(labels[row])
      sizes[cluster] += 1
      for entry in features.entries(of: row) {
        sums[cluster][features.places[entry], default: 0] += Double(features.values[entry])
        all[Int(features.places[entry])] += Double(features.values[entry])
      }
    }
    return (0..<clusters).map { cluster in
      let inside = Double(max(1, sizes[cluster])), outside = Double(max(1, features.rows - sizes[cluster]))
      let scored = sums[cluster].map { term, sum in
        (term: term, score: sum / inside - (all[Int(term)] - sum) / outside)
      }
      let best = scored.filter { $0.score > 0 }.sorted { ($1.score, $0.term) < ($0.score, $1.term) }.prefix(count)
      return best.map { String(decoding: counter.terms[Int($0.term)], as: UTF8.self) }
    }
  }
}
