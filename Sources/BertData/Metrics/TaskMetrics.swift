import BertStorage

/// How well a model does on labelled rows, by the figures of its problem.
public enum TaskMetrics: Sendable, Equatable {
  /// For one label per text.
  case singleLabel(ClassificationMetrics)
  /// For several labels per text.
  case multiLabel(MultiLabelMetrics)
  /// For numbers.
  case regression(RegressionMetrics)
  /// For several questions.
  case several(QuestionMetrics)
  /// For entities, which the labels of tokens make up.
  case entities(EntityMetrics)

  /// The problem that the figures are for; nil for several questions, each of which has its own, and for entities,
  /// which are not labels of a whole text.
  public var problem: ProblemType? {
    switch self {
    case .several: nil
    case .singleLabel: .singleLabel
    case .multiLabel: .multiLabel
    case .regression: .regression
    case .entities: nil
    }
  }

  /// Rows judged.
  public var rows: Int {
    switch self {
    case .singleLabel(let metrics): metrics.rows
    case .multiLabel(let metrics): metrics.rows
    case .regression(let metrics): metrics.rows
    case .several(let metrics): metrics.rows
    case .entities(let metrics): metrics.rows
    }
  }

  /// The figures for one label per text; nil for another problem.
  public var classification: ClassificationMetrics? {
    if case .singleLabel(let metrics) = self { metrics } else { nil }
  }

  /// The value of one metric; nil for a metric of another problem, and where it is not defined on these rows.
  public func value(for metric: Metric) -> Double? {
    switch self {
    case .singleLabel(let metrics): metrics.value(for: metric)
    case .multiLabel(let metrics):
      switch metric {
      case .microF1: metrics.microF1
      case .macroF1: metrics.macroF1
      case .samplesF1: metrics.samplesF1
      case .subsetAccuracy: metrics.subsetAccuracy
      default: nil
      }
    case .regression(let metrics):
      switch metric {
      case .mse: metrics.mse
      case .mae: metrics.mae
      case .r2: metrics.r2
      case .pearson: metrics.pearson
      case .spearman: metrics.spearman
      default: nil
      }
    case .several(let metrics): metric == .taskMean ? metrics.mean : nil
    case .entities(let metrics):
      switch metric {
      case .f1: metrics.f1
      case .precision: metrics.precision
      case .recall: metrics.recall
      case .macroF1: metrics.macroF1
      default: nil
      }
    }
  }

  /// The most important figures, in order.
  public var headline: [(metric: Metric, value: Double?)] {
    let metrics: [Metric] =
      switch self {
      case .singleLabel: [.accuracy, .macroF1, .logLoss]
      case .multiLabel: [.microF1, .macroF1, .subsetAccuracy]
      case .regression: [.mae, .r2, .spearman]
      case .several: [.taskMean]
      case .entities: [.f1, .precision, .recall]
      }
    return metrics.map { ($0, value(for: $0)) }
  }

  /// One JSON object on one line, with the documented keys in their order.
  public var json: String {
    switch self {
    case .singleLabel(let metrics): metrics.json
    case .multiLabel(let metrics): metrics.document.line
    case .regression(let metrics): metrics.document.line
    case .several(let metrics): metrics.document.line
    case .entities(let metrics): metrics.json
    }
  }
}

extension TaskMetrics {
  /// The name, for people, of the baseline that does not look at the text.
  public var floorName: String { problem?.floorName ?? "each task without looking at the text" }
}

extension TaskMetrics {
  /// The name, for people, of the simple model that an encoder is compared with.
  public var baselineName: String { problem == .regression ? "TF-IDF + ridge" : "TF-IDF + logistic" }
}

extension TaskMetrics: Codable {
  private enum CodingKeys: String, CodingKey {
    case microF1 = "micro_f1"
    case mse, tasks, f1
  }

  /// Reads the figures of the problem that the keys belong to.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if container.contains(.tasks) {
      self = .several(try QuestionMetrics(from: decoder))
    } else if container.contains(.microF1) {
      self = .multiLabel(try MultiLabelMetrics(from: decoder))
    } else if container.contains(.mse) {
      self = .regression(try RegressionMetrics(from: decoder))
    } else if container.contains(.f1) {
      self = .entities(try EntityMetrics(from: decoder))
    } else {
      self = .singleLabel(try ClassificationMetrics(from: decoder))
    }
  }

  /// Writes the figures without the name of the problem, which their keys tell.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .singleLabel(let metrics): try metrics.encode(to: encoder)
    case .multiLabel(let metrics): try metrics.encode(to: encoder)
    case .regression(let metrics): try metrics.encode(to: encoder)
    case .several(let metrics): try metrics.encode(to: encoder)
    case .entities(let metrics): try metrics.encode(to: encoder)
    }
  }
}
