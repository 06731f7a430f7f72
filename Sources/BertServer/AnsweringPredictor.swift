import BertData
import BertInference
import BertStorage

/// A model that predicts from texts, with the predictor that batches its requests.
enum AnsweringPredictor: Sendable {
  case classifier(BatchingPredictor<TextClassifier>)
  case questions(BatchingPredictor<MultiTaskClassifier>)
  case tagger(BatchingPredictor<TextTagger>)
  case described(BatchingPredictor<ZeroShotClassifier>)

  /// Nil for a model that only computes vectors.
  init?(_ model: ServedModel, _ options: BatchingOptions) {
    if let described = model.described {
      self = .described(BatchingPredictor(described, options: options))
      return
    }
    switch model.answering {
    case nil: return nil
    case .classifier(let classifier): self = .classifier(BatchingPredictor(classifier, options: options))
    case .questions(let classifier): self = .questions(BatchingPredictor(classifier, options: options))
    case .tagger(let tagger): self = .tagger(BatchingPredictor(tagger, options: options))
    }
  }

  /// The predictor's counts, and the model's kind as metrics name it.
  var statistics: (name: String, statistics: BatchingStatistics) {
    get async {
      switch self {
      case .classifier(let predictor): ("classifier", await predictor.statistics)
      case .questions(let predictor): ("classifier", await predictor.statistics)
      case .tagger(let predictor): ("tagger", await predictor.statistics)
      case .described(let predictor): ("classifier", await predictor.statistics)
      }
    }
  }

  /// How logits become scores; nil for a model of several tasks and for a tagger.
  var rule: OutputRule? {
    switch self {
    case .classifier(let predictor): predictor.model.rule
    case .described(let predictor): predictor.model.rule
    case .questions, .tagger: nil
    }
  }

  /// Whether each row is a pair of texts; nil where the model takes both pairs and single texts.
  var takesPairs: Bool? {
    switch self {
    case .classifier(let predictor): predictor.model.record?.takesPairs
    case .questions(let predictor): predictor.model.record.takesPairs
    case .tagger, .described: false
    }
  }

  /// The predictions for rows by a model that has a ``rule``.
  ///
  /// - Throws: `ServerError`, also where a text is too long and may not be truncated.
  func predictions(_ rows: [Example], _ truncation: Truncation) async throws -> [Prediction] {
    switch self {
    case .classifier(let predictor):
      try await predictor.served(truncation, isCut: \.isCut) { model in try rows.map { try model.prepare($0) } }
    case .described(let predictor):
      try await predictor.served(truncation, isCut: \.isCut) { model in try rows.map { try model.prepare($0) } }
    case .questions, .tagger: throw ServerError.noClassifier
    }
  }

  /// The predictions for rows, one JSON object each.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - top: How many of the highest scores are given; nil for all.
  /// - Throws: `ServerError`.
  func results(_ rows: [Example], top: Int?) async throws -> [JSONValue] {
    switch self {
    case .classifier(let predictor):
      return try await predictor.served(rows).map { prediction in
        let isSure = prediction.confidence >= predictor.model.record?.abstainBelow ?? 0
        return Self.result(prediction, label: isSure ? prediction.label : nil, top: top)
      }
    case .described(let predictor):
      return try await predictor.served(rows).map { Self.result($0, label: $0.label, top: top) }
    case .questions(let predictor):
      return try await predictor.served(rows).map { ["tasks": $0.document(top: top)] }
    case .tagger(let predictor):
      guard top == nil else {
        throw ServerError.badRequest("invalid_field", "top is for scores of labels, and this model finds entities")
      }
      if let pair = rows.first(where: { $0.pair != nil }) { throw ServerError(.pairUnexpected(line: pair.line)) }
      let texts = rows.map { TokenRow(.text($0.text, entities: nil), line: $0.line) }
      return try await predictor.served(texts).map { ["entities": $0.entityList] }
    }
  }

  private static func result(_ prediction: Prediction, label: String?, top: Int?) -> JSONValue {
    let shown = top.map { Array(prediction.ranking.prefix($0)) } ?? Array(prediction.labels.indices)
    return .object(prediction.members(label: label, shown: shown))
  }
}
