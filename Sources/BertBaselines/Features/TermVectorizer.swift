package import BertData
import Foundation

/// Computes TF-IDF features as scikit-learn's `TfidfVectorizer`, with a second one for characters beside it as in a
/// `FeatureUnion`.
///
/// tf · idf with idf = ln((1 + rows) / (1 + rows with the term)) + 1, and tf the count or 1 + ln count. The features of
/// each vocabulary are then scaled to length one in each row.
package struct TermVectorizer: Sendable {
  package let options: TermOptions
  package let counters: [TermCounter]
  /// The idf weights of each vocabulary, [terms].
  package let weights: [[Float]]

  static let names = ["words", "characters"]

  /// Collects terms and computes their weights.
  package init(_ options: TermOptions, learning rows: [Example]) {
    self.options = options
    counters = options.analyzers.map {
      TermCounter(analyzer: $0, learning: rows, minimumRows: options.minimumRows)
    }
    let all = Double(rows.count)
    weights = counters.map { counter in
      counter.rowsOfTerm.map { Float(log((1 + all) / (1 + Double($0))) + 1) }
    }
  }

  init(_ options: TermOptions, content: BaselineContent) throws(BaselineError) {
    if let fault = options.fault { throw fault }
    self.options = options
    var counters: [TermCounter] = []
    var weights: [[Float]] = []
    for (analyzer, name) in zip(options.analyzers, Self.names) {
      let terms = try content.vocabulary(name)
      counters.append(TermCounter(analyzer: analyzer, terms: terms))
      weights.append(try content.tensor("idf.\(name)", shape: [terms.count]).values)
    }
    self.counters = counters
    self.weights = weights
  }

  func store(in content: inout BaselineContent) {
    for (index, counter) in counters.enumerated() {
      content.vocabularies[Self.names[index]] = counter.terms
      content.tensors["idf.\(Self.names[index])"] = .init(shape: [counter.terms.count], values: weights[index])
    }
  }

  /// The number of features.
  package var columns: Int { counters.reduce(0) { $0 + $1.terms.count } }

  /// - Returns: [rows, ``columns``]
  package func features(_ rows: some Sequence<Example>) -> SparseMatrix {
    var matrix = SparseMatrix(columns: columns)
    for row in rows {
      var entries: [(column: Int, value: Float)] = []
      var first = 0
      for (counter, weights) in zip(counters, weights) {
        let counts = counter.counts(row)
        var values = counts.map { column, count in
          (options.isSublinear ? 1 + log(Double(count)) : Double(count)) * Double(weights[column])
        }
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        if length > 0 { for index in values.indices { values[index] /= length } }
        for (count, value) in zip(counts, values) { entries.append((first + count.column, Float(value))) }
        first += counter.terms.count
      }
      matrix.append(entries)
    }
    return matrix
  }
}
