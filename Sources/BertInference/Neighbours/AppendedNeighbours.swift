package import BertBaselines
import BertData
package import BertFeatures
package import BertKernels
import Foundation

/// Labelled texts of which the nearest is told to the classifier: to each text it is appended which label the nearest of
/// them has and how far away it is, as the second text of a pair, or the same of the nearest of each label (Bates and Gurevych,
/// "Like a Good Nearest Neighbor", arXiv 2302.08957).
///
/// Legend: N labelled texts, H features, C labels. The distance is the Euclidean one of vectors of length 1, 0 ... 2, with
/// two decimals.
package struct AppendedNeighbours: Sendable {
  package let form: NearestForm
  /// The labelled texts' vectors, `[N, H]`.
  package let rows: UnitRows
  /// Of each labelled text, 0 ..< C. [N]
  package let labels: [Int]
  /// The labelled texts, where they are appended; else empty.
  package let texts: [String]
  /// What the labels are called. [C]
  private let names: [String]
  private let encoder: TextEncoder
  /// The sets of labelled texts of which the nearest is appended: all of them, or those of each label.
  private let searches: [Search]

  /// Some of the labelled texts, by their places among all.
  private struct Search {
    let places: [Int]
    let rows: NearestRows
  }

  /// - Parameters:
  ///   - rows: The labelled texts' vectors, `[N, H]`.
  ///   - labels: Of each. [N]
  ///   - texts: The labelled texts, where the form has them. [N]
  ///   - names: What the labels are called. [C]
  ///   - encoder: Cuts texts into tokens.
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
    searches = sets.filter { !$0.isEmpty }.map { places in
      Search(places: places, rows: NearestRows(form == .both ? rows.selecting(places) : rows))
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
  ///   - areRows: Whether these are the labelled texts themselves, so that none is its own neighbour.
  /// - Returns: nil for a text whose vector has no direction, or is none. [Q]
  package func appendices(_ features: FeatureMatrix, areRows: Bool = false, compute: Compute) -> [String?] {
    var values = features.values
    let width = features.columns
    // Such a text has no answer, and keeps the others from none.
    let isNumber = (0..<features.rows).map { row in
      values[row * width..<(row + 1) * width].allSatisfy(\.isFinite)
    }
    for row in isNumber.indices where !isNumber[row] {
      values.replaceSubrange(row * width..<(row + 1) * width, with: repeatElement(0, count: width))
    }
    let matrix = Matrix(rows: features.rows, columns: width, values: values)
    guard let queries = try? UnitRows(matrix, inPlace: true, compute: compute) else { return isNumber.map { _ in nil } }
    // The first is the text itself where it is one of them.
    let hits = searches.map { $0.rows.nearest(to: queries, count: areRows ? 2 : 1, compute: compute) }
    return (0..<queries.count).map { query in
      guard !queries.isZero(query) else { return nil }
      let nearest = zip(searches, hits).compactMap { search, hits in
        hits[query].lazy.map { search.places[$0.row] }.first { !areRows || $0 != query }
      }
      let cosines = nearest.map { queries.cosine(query, with: rows, $0) }
      // Of equal distances the earlier label.
      let order = nearest.indices.sorted { (cosines[$1], $0) < (cosines[$0], $1) }
      guard !order.isEmpty else { return nil }
      return order.map { place in
        let row = nearest[place], distance = max(0, 2 - 2 * cosines[place]).squareRoot()
        let words = Self.words(names[labels[row]], distance: distance)
        return form.hasTexts ? words + " " + texts[row] : words
      }.joined(separator: " ")
    }
  }

  /// The texts with what is appended to each.
  ///
  /// - Parameter features: The texts' vectors, `[texts, H]`.
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
