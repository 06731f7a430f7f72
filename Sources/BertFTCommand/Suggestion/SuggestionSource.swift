import BertBaselines
import BertFT
import BertKernels
import Foundation

/// The rows to choose from, and the bundle's answers to them.
struct SuggestionSource {
  let classifier: TextClassifier
  /// The bundle's directory.
  let directory: URL
  /// All rows of the file, in their order. [N]
  let rows: [Example]
  /// The bundle's answer to each row. [N]
  let predictions: [Prediction]
  /// The indices of the rows that are not labelled yet, ascending.
  let unlabelled: [Int]
  /// The rows of the labelled file.
  let labelled: [Example]
  let precision: Precision?
  let threads: Int
  /// The cache of vectors between runs; nil where there is none.
  let cache: FeatureCache?
  let console: Console

  /// Whether the bundle has an encoder, which gives vectors.
  var hasEncoder: Bool { classifier.record?.baseline == nil }

  /// The probabilities of the labels. [N, C]
  var scores: [Double] { predictions.flatMap(\.scores) }

  /// The vectors of texts by the bundle's own encoder, [texts, D] for each list. If the classifier's features are the
  /// mean of the token states, these are used, because the predictions have cached them already; else the sentence
  /// vectors.
  func vectors(of texts: [[Example]]) throws -> [Matrix] {
    if let seen = try seen(texts) { return seen }
    let embedder = try TextEmbedder(
      contentsOf: directory, options: EmbeddingOptions(precision: precision), threads: threads, cache: cache)
    for warning in embedder.notes { console.warn(warning) }
    return try texts.map { texts in
      guard !texts.isEmpty else { return Matrix(rows: 0, columns: embedder.dimensions) }
      try RowVectors.requireMemory(rows: texts.count, dimensions: embedder.dimensions, copies: 10)
      return try TextVectors.matrix(of: texts, embedder: embedder, console: console)
    }
  }

  /// The classifier's own features of texts; nil where they are not means of token states.
  private func seen(_ texts: [[Example]]) throws -> [Matrix]? {
    let store = cache.flatMap(classifier.featureStore)
    var all: [Matrix] = []
    for texts in texts {
      guard let rows = try classifier.sentenceFeatures(of: texts, from: store) else { return nil }
      all.append(Matrix(rows: rows.rows, columns: rows.columns, values: rows.values))
    }
    return all
  }

  /// Asks a classifier about rows, in windows.
  ///
  /// - Parameters:
  ///   - rows: The rows. [N]
  ///   - classifier: The classifier.
  ///   - cache: The cache of the classifier's features; nil where there is none.
  ///   - console: Where the progress goes.
  /// - Returns: An answer for each row. [N]
  static func predictions(
    of rows: [Example], by classifier: TextClassifier, cache: FeatureCache?, _ console: Console
  ) throws -> [Prediction] {
    let store = cache.flatMap(classifier.featureStore)
    var predictions: [Prediction] = []
    for start in stride(from: 0, to: rows.count, by: 1024) {
      let window = Array(rows[start..<min(start + 1024, rows.count)])
      predictions += try classifier.predict(window, from: store)
      console.progress(Double(predictions.count) / Double(rows.count), "\(Figures.count(predictions.count, "row"))")
    }
    console.endProgress()
    return predictions
  }
}
