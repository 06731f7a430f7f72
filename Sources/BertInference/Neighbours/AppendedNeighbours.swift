package import BertBaselines
import BertData
package import BertFeatures
package import BertKernels
import Foundation

/// Appends the nearest labelled text to each text that the classifier sees: the label and the distance of the nearest
/// one become the second text of a pair, or those of the nearest text of each label (Bates and Gurevych, "Like a Good
/// Nearest Neighbor", arXiv 2302.08957).
///
/// Legend: N labelled texts, H features, C labels. The distance is the Euclidean distance of vectors of length 1, from
/// 0 to 2, with two decimals.
package struct AppendedNeighbours: Sendable {
  package let form: NearestForm
  /// The labelled texts' vectors, `[N, H]`.
  package let rows: UnitRows
  /// The label of each labelled text, `0..<C`, `[N]`.
  package let labels: [Int]
  /// The labelled texts `[N]`; empty where the form appends only labels.
  package let texts: [String]
  /// The names of the labels, `[C]`.
  private let names: [String]
  private let encoder: TextEncoder
  /// The sets of labelled texts of which the nearest is appended: one of all texts, or one for each label.
  private let searches: [Search]

  /// A subset of the labelled texts.
  private struct Search {
    /// The indices of the texts among all.
    let indices: [Int]
    let rows: NearestRows
  }

  /// - Parameters:
  ///   - form: What is appended.
  ///   - rows: The labelled texts' vectors, `[N, H]`.
  ///   - labels: The label of each text, `[N]`.
  ///   - texts: The labelled texts `[N]`; ignored where the form appends only labels.
  ///   - names: The names of the labels, `[C]`.
  ///   - encoder: Tokenizes texts.
  /// - Precondition: The encoder can read the labels, see ``requireReadable(_:_:)``, and the texts.
  /// - Throws: `tooFewRows`, `length`, `option` for parts that do not fit.
  package init(
    _ form: NearestForm, _ rows: UnitRows, labels: [Int], texts: [String], names: [String], _ encoder: TextEncoder
  ) throws(VectorRowsError) {
    try VectorRowsError.requireLabels(labels, of: rows.count, classes: names.count)
    guard !form.hasTexts || texts.count == rows.count else {
      throw VectorRowsError.length(name: "the texts", found: texts.count, rows: rows.count)
    }
    self.form = form
    self.rows = rows
    self.labels = labels
    self.texts = form.hasTexts ? texts : []
    self.names = names
    self.encoder = encoder
    let sets =
      form == .both
      ? names.indices.map { label in labels.indices.filter { labels[$0] == label } } : [Array(labels.indices)]
    searches = sets.filter { !$0.isEmpty }.map { indices in
      Search(indices: indices, rows: NearestRows(form == .both ? rows.selecting(indices) : rows))
    }
  }

  /// Refuses labels that cannot be appended.
  ///
  /// - Throws: `unreadableTokens`.
  package static func requireReadable(_ names: [String], _ encoder: TextEncoder) throws(InferenceError) {
    for name in names { _ = try encoder.encode(Example(text: words(name, distance: 0), line: 0)) }
  }

  /// What is appended to each text.
  ///
  /// - Parameters:
  ///   - features: The texts' vectors, `[Q, H]`.
  ///   - areRows: Whether the texts are the labelled texts themselves, in their order; then none is its own neighbour.
  ///   - compute: The kernels.
  /// - Returns: `[Q]`; nil for a text whose vector is zero or not finite.
  package func appendices(_ features: FeatureMatrix, areRows: Bool = false, compute: Compute) -> [String?] {
    var values = features.values
    let width = features.columns
    // A text whose vector is not finite must not spoil the others.
    let isFinite = (0..<features.rows).map { row in
      values[row * width..<(row + 1) * width].allSatisfy(\.isFinite)
    }
    for row in isFinite.indices where !isFinite[row] {
      values.replaceSubrange(row * width..<(row + 1) * width, with: repeatElement(0, count: width))
    }
    let matrix = Matrix(rows: features.rows, columns: width, values: values)
    guard let queries = try? UnitRows(matrix, inPlace: true, compute: compute) else { return isFinite.map { _ in nil } }
    // A labelled text may find itself first.
    let hits = searches.map { $0.rows.nearest(to: queries, count: areRows ? 2 : 1, compute: compute) }
    return (0..<queries.count).map { query in
      guard !queries.isZero(query) else { return nil }
      let nearest = zip(searches, hits).compactMap { search, hits in
        hits[query].lazy.map { search.indices[$0.row] }.first { !areRows || $0 != query }
      }
      let cosines = nearest.map { queries.cosine(query, with: rows, $0) }
      // The nearest first; for equal distances the earlier label.
      let order = nearest.indices.sorted { (cosines[$1], $0) < (cosines[$0], $1) }
      guard !order.isEmpty else { return nil }
      return order.map { place in
        let row = nearest[place], distance = max(0, 2 - 2 * cosines[place]).squareRoot()
        let words = Self.words(names[labels[row]], distance: distance)
        return form.hasTexts ? words + " " + texts[row] : words
      }.joined(separator: " ")
    }
  }

  /// The texts, each as a pair with what is appended to it.
  ///
  /// - Parameters:
  ///   - texts: The texts, tokenized.
  ///   - features: The texts' vectors, `[texts, H]`.
  ///   - areRows: Whether the texts are the labelled texts themselves, in their order.
  ///   - compute: The kernels.
  package func completing(
    _ texts: [TextEncoder.Encoded], _ features: FeatureMatrix, areRows: Bool = false, compute: Compute
  ) -> [TextEncoder.Encoded] {
    zip(texts, appendices(features, areRows: areRows, compute: compute)).map { text, appendix in
      appendix.map { encoder.encode(text, followedBy: $0) } ?? text
    }
  }

  private static func words(_ label: String, distance: Double) -> String {
    "\(label) \(Figures.fixed(distance, 2))"
  }
}
