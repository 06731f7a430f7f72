import BertArrow
import BertFT

extension PredictionColumns {
  /// The columns of a stream: `label` or `labels`, with `scores` in the order of the labels; or `score`; then `novelty`
  /// where the bundle knows it, and `logits` if asked for. All scores are given: ``top`` has no effect.
  var fields: [ArrowField] {
    var fields: [ArrowField]
    switch problem {
    case .singleLabel: fields = [ArrowField("label", .utf8), ArrowField("scores", .vector(labels.count))]
    case .multiLabel:
      fields = [
        ArrowField("labels", .list(ArrowField("item", .utf8))), ArrowField("scores", .vector(labels.count)),
      ]
    case .regression: fields = [ArrowField("score", .float32)]
    }
    if withNovelty { fields.append(ArrowField("novelty", .float32)) }
    if withLogits { fields.append(ArrowField("logits", .vector(labels.count))) }
    return fields.map { ArrowField(prefix + $0.name, $0.kind) }
  }

  /// The values of the columns.
  ///
  /// - Parameters:
  ///   - predictions: The answers; nil for a row without one. [N]
  ///   - label: The label of a text with one; nil where the model abstains.
  func values(_ predictions: [Prediction?], label: (Prediction) -> String?) -> [ArrowValues] {
    let isPresent = predictions.map { $0 != nil }
    func vectors(_ part: (Prediction) -> [Double]) -> ArrowValues {
      let none = [Double](repeating: 0, count: labels.count)
      let numbers = predictions.flatMap { ($0.map(part) ?? none).map { Float($0) } }
      return ArrowValues(.vector(numbers, width: labels.count), isPresent: isPresent)
    }
    var values: [ArrowValues]
    switch problem {
    case .singleLabel: values = [ArrowValues(predictions.map { $0.flatMap(label) }), vectors(\.scores)]
    case .multiLabel:
      let chosen = predictions.map { prediction in prediction?.chosen.map { labels[$0] } ?? [] }
      values = [
        ArrowValues(
          .list(counts: chosen.map(\.count), ArrowValues(.utf8(chosen.flatMap { $0 }))), isPresent: isPresent),
        vectors(\.scores),
      ]
    case .regression:
      values = [ArrowValues(.float32(predictions.map { Float($0?.scores[0] ?? 0) }), isPresent: isPresent)]
    }
    if withNovelty {
      let novelty = predictions.map { $0?.novelty }
      values.append(ArrowValues(.float32(novelty.map { Float($0 ?? 0) }), isPresent: novelty.map { $0 != nil }))
    }
    if withLogits { values.append(vectors(\.logits)) }
    return values
  }
}
