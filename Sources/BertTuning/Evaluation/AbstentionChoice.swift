import BertData

/// The score below which no label is given, so that the labels that are given reach a wanted precision.
struct AbstentionChoice {
  /// The lowest score from which on the labels have the precision; nil where no score reaches it.
  private(set) var score: Double?
  /// The precision from that score on.
  private(set) var reached = 0.0
  /// The share of rows that get a label.
  private(set) var share = 0.0

  /// - Parameters:
  ///   - scores: [rows × C], probabilities of one label a text.
  ///   - truth: [rows], the true labels.
  ///   - labels: C.
  ///   - precision: wanted, 0 ... 1.
  init(scores: [Double], truth: [Target], labels: Int, precision: Double) {
    let rows = truth.indices.map { row -> (confidence: Double, isRight: Bool) in
      var best = 0
      for label in 0..<labels where scores[row * labels + label] > scores[row * labels + best] { best = label }
      return (scores[row * labels + best], truth[row] == .label(best))
    }.sorted { $0.confidence > $1.confidence }
    var right = 0
    for (index, row) in rows.enumerated() {
      right += row.isRight ? 1 : 0
      // Rows of equal scores are answered together or not at all.
      guard index + 1 == rows.count || rows[index + 1].confidence < row.confidence else { continue }
      let found = Double(right) / Double(index + 1)
      guard found >= precision else { continue }
      (score, reached, share) = (row.confidence, found, Double(index + 1) / Double(rows.count))
    }
  }
}
