import BertData
import BertKernels

/// Scores labels by the cosine of a text's vector with the vector of each label's descriptions.
///
/// A label's vector is the mean of the vectors of its sentences, each normalized to length 1.
final class DescriptionScorer: LabelScorer {
  private let embedder: TextEmbedder
  /// The vectors of the labels, of length 1, `[C][D]`.
  private let labels: [[Double]]

  /// The prompt before texts and descriptions; empty for none.
  var prompt: String { embedder.prompt }

  /// - Parameters:
  ///   - model: The encoder.
  ///   - sentences: The sentences of each label, `[C][≥ 1]`.
  ///   - options: Threads and precision.
  /// - Throws: An ``InferenceError`` about the files; `unreadableTokens` for a description.
  init(
    _ model: PretrainedModel, sentences: [[String]], options: ZeroShotOptions
  ) throws(InferenceError) {
    // A model that was trained with prompts has a default one, or one named `query` for texts that are compared with
    // each other.
    let hasDefault = try !model.sentence.get().model.defaultPrompt.isEmpty
    let compute = try Compute.ready(threads: options.threads)
    embedder = try TextEmbedder(
      .encoder(model),
      options: EmbeddingOptions(prompt: hasDefault ? .modelDefault : .query, precision: options.precision),
      compute: compute)
    let vectors = try embedder.embed(sentences.flatMap { $0 })
    var next = 0
    labels = sentences.map { own in
      var sum = [Double](repeating: 0, count: vectors.dimensions)
      for _ in own {
        for (column, value) in Self.unit(vectors[next].map(Double.init)).enumerated() { sum[column] += value }
        next += 1
      }
      return Self.unit(sum)
    }
  }

  func scores(_ rows: [Example], isCancelled: () -> Bool) throws(InferenceError) -> [Double] {
    let vectors = try embedder.embed(rows, isCancelled: isCancelled)
    var cosines: [Double] = []
    cosines.reserveCapacity(rows.count * labels.count)
    for row in 0..<rows.count { cosines += self.cosines(of: vectors[row]) }
    return cosines
  }

  func prepare(_ row: Example) throws -> PreparedQuestion {
    PreparedQuestion(content: .text(try embedder.prepare(row)))
  }

  func scores(_ prepared: [PreparedQuestion], isCancelled: () -> Bool) throws -> [Double] {
    let texts = prepared.compactMap { if case .text(let text) = $0.content { text } else { nil } }
    return try embedder.outputs(for: texts, isCancelled: isCancelled).flatMap { cosines(of: $0.values) }
  }

  /// The cosines of a text's vector with that of each label, `[C]`.
  private func cosines(of vector: some Sequence<Float>) -> [Double] {
    let vector = Self.unit(vector.map(Double.init))
    return labels.map { label in zip(vector, label).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// The vector normalized to length 1; a zero vector stays zero.
  private static func unit(_ vector: [Double]) -> [Double] {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? vector.map { $0 / length } : vector
  }
}
