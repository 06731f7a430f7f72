import BertBaselines
import BertFT
import BertKernels
import Foundation

/// The rows to choose from, and what the bundle says of them.
struct SuggestionSource {
  let classifier: TextClassifier
  /// The bundle's directory.
  let directory: URL
  /// All rows without a label, in the order of the file. [N]
  let rows: [Example]
  /// What the bundle says of each. [N]
  let predictions: [Prediction]
  /// The rows that are not labelled yet, rising.
  let open: [Int]
  /// The rows that were labelled.
  let labelled: [Example]
  let precision: Precision?
  let threads: Int
  /// Where vectors are kept between runs; nil where they are not.
  let cache: FeatureCache?
  let console: Console

  /// Whether the bundle has an encoder, which gives vectors.
  var hasEncoder: Bool { classifier.record?.baseline == nil }

  /// [N, C]
  var scores: [Double] { predictions.flatMap(\.scores) }

  /// The vectors of texts by the bundle's own encoder, [texts, D]: what its classifier sees of them where that is the mean of the
  /// token states, which the predictions have had computed and kept, else those of sentences.
  func vectors(of texts: [[Example]]) throws -> [Matrix] {
    if let seen = try seen(texts) { return seen }
    let embedder = try TextEmbedder(
      contentsOf: directory, options: EmbeddingOptions(precision: precision), threads: threads, cache: cache)
    for doubt in embedder.notes { console.warn(doubt) }
    return try texts.map { texts in
      guard !texts.isEmpty else { return Matrix(rows: 0, columns: embedder.dimensions) }
      try RowVectors.requireMemory(rows: texts.count, dimensions: embedder.dimensions, copies: 10)
      return try TextVectors.matrix(of: texts, embedder: embedder, console: console)
    }
  }

  private func seen(_ texts: [[Example]]) throws -> [Matrix]? {
    let store = cache.flatMap(classifier.featureStore)
    var all: [Matrix] = []
    for texts in texts {
      guard let rows = try classifier.sentenceFeatures(of: texts, from: store) else { return nil }
      all.append(Matrix(rows: rows.rows, columns: rows.columns, values: rows.values))
    }
    return all
  }

  /// What a classifier says of rows, in windows.
  ///
  /// - Parameter cache: Where what the classifier sees of texts is kept; nil where it is not.
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
