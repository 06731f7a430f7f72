package import BertData
import Foundation

/// Computes one vector per example: the weighted mean of the word vectors.
package struct VectorFeaturizer: Sendable {
  package let vectors: any WordVectors
  package let weighting: VectorOptions.Weighting
  /// Words of the training rows, and their weights.
  private let words: TermTable
  private let weights: [Float]
  /// The weight of a word that is in no training row.
  private let otherWeight: Float
  /// SIF: the common direction of the training rows, of length one; zero for other weightings.
  private var direction: [Float]
  private let splitter = WordSplitter(isNormalizing: true)

  /// The constant of SIF, as in the paper.
  private static let smoothing = 1e-3

  /// Computes the weights of words, and for SIF the common direction.
  package init(_ options: VectorOptions, vectors: any WordVectors, learning rows: [Example]) {
    var words = TermTable()
    var counts: [Int] = [], rowCounts: [Int] = [], lastRow: [Int] = []
    for (index, row) in rows.enumerated() {
      for word in splitter.words(row.text, pair: row.pair) {
        let number = words.insert(word)
        if number == counts.count {
          counts.append(0)
          rowCounts.append(0)
          lastRow.append(-1)
        }
        counts[number] += 1
        if lastRow[number] != index {
          rowCounts[number] += 1
          lastRow[number] = index
        }
      }
    }
    let all = Double(max(1, counts.reduce(0, +)))
    let rowsInAll = Double(rows.count)
    func inverse(_ rows: Int) -> Float { Float(log((1 + rowsInAll) / (1 + Double(rows))) + 1) }
    let a = Self.smoothing
    switch options.weighting {
    case .mean: (weights, otherWeight) = (counts.map { _ in 1 }, 1)
    case .sif: (weights, otherWeight) = (counts.map { Float(a / (a + Double($0) / all)) }, 1)
    case .tfidf: (weights, otherWeight) = (rowCounts.map(inverse), inverse(0))
    }
    self.vectors = vectors
    self.words = words
    weighting = options.weighting
    direction = [Float](repeating: 0, count: vectors.dimensions)
    if weighting == .sif { direction = PrincipalDirection.of(features(rows)) }
  }

  init(
    _ options: VectorOptions, vectors: any WordVectors, content: BaselineContent
  ) throws(BaselineError) {
    self.vectors = vectors
    weighting = options.weighting
    words = try content.vocabulary("words")
    weights = try content.tensor("word_weights", shape: [words.count]).values
    otherWeight = try content.tensor("other_weight", shape: [1]).values[0]
    direction = try content.tensor("direction", shape: [vectors.dimensions]).values
  }

  func store(in content: inout BaselineContent) {
    content.vocabularies["words"] = words
    content.tensors["word_weights"] = .init(shape: [weights.count], values: weights)
    content.tensors["other_weight"] = .init(shape: [1], values: [otherWeight])
    content.tensors["direction"] = .init(shape: [direction.count], values: direction)
  }

  /// - Returns: [rows, D]; zeros for a row in which no word has a vector.
  package func features(_ rows: some Sequence<Example>) -> FeatureMatrix {
    var values: [Float] = []
    var count = 0
    for row in rows {
      var sum = [Float](repeating: 0, count: vectors.dimensions)
      var total: Float = 0
      for word in splitter.words(row.text, pair: row.pair) {
        let weight = words.number(of: word).map { weights[$0] } ?? otherWeight
        if vectors.add(String(decoding: word, as: UTF8.self), weight: weight, to: &sum) {
          // SIF divides by the number of words, not by the sum of their weights.
          total += weighting == .sif ? 1 : weight
        }
      }
      if total > 0 { for index in sum.indices { sum[index] /= total } }
      let along = zip(sum, direction).reduce(Float(0)) { $0 + $1.0 * $1.1 }
      for index in sum.indices { sum[index] -= along * direction[index] }
      values.append(contentsOf: sum)
      count += 1
    }
    return FeatureMatrix(rows: count, columns: vectors.dimensions, values: values)
  }
}
