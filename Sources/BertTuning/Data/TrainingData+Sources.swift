import BertData
import BertReport

extension TrainingData {
  /// The strata by which rows are divided: their labels, and with several sources the labels of each source.
  ///
  /// - Parameter labels: C.
  static func strata(_ rows: [Example], labels: Int) -> [Target] {
    rows.compactMap { row in
      guard let label = row.label else { return row.target }
      return .label(row.origin * labels + label)
    }
  }

  /// Checks that each of several sources has training rows of every label that occurs, because each source trains a
  /// head of its own.
  ///
  /// - Throws: `sourceUnfit`.
  func checkSources() throws(TuningError) {
    guard !sources.isEmpty else { return }
    for (place, source) in sources.enumerated() {
      let rows = training.filter { $0.origin == place }, own = Target.counts(rows, labels: labels.count)
      guard let missing = labels.names.indices.first(where: { own[$0] == 0 && counts[$0] > 0 }) else { continue }
      throw .sourceUnfit(
        name: source.name,
        reason: rows.isEmpty
          ? "has no row to learn from" : "has no row to learn the label '\(Excerpt.label(labels.names[missing]))' from",
        remedy: "leave the source out, or give rows of each label")
    }
  }
}
