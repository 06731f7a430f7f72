public import BertData

/// The metrics of a classifier on the test rows.
public struct ComparedFigures: Sendable, Equatable {
  private var values: [Metric: Double] = [:]

  /// - Parameter values: The value of each metric.
  package init(_ values: [Metric: Double]) { self.values = values }

  /// The metrics of entities.
  init(_ metrics: EntityMetrics) {
    values = [.precision: metrics.precision, .recall: metrics.recall, .f1: metrics.f1]
  }

  /// The metrics that a comparison shows, out of all metrics of a classifier.
  init(_ metrics: TaskMetrics) {
    let kept: [Metric] = metrics.problem == .regression ? [.mse, .mae, .r2] : metrics.headline.map(\.metric)
    for metric in kept { values[metric] = metrics.value(for: metric) }
  }

  /// The mean over runs.
  init(_ metrics: ComparedMetrics, mean runs: [ComparedFigures]) {
    let share = 1 / Double(max(1, runs.count))
    for metric in metrics.all {
      values[metric] = runs.reduce(0) { $0 + ($1[metric] ?? 0) * share }
    }
  }

  /// The value of a metric; nil where the task does not have it.
  public subscript(metric: Metric) -> Double? { values[metric] }

  /// The metrics that a comparison of this task shows.
  public var metrics: ComparedMetrics {
    if values[.r2] != nil { return ComparedMetrics(.regression) }
    if values[.f1] != nil { return ComparedMetrics(.tokens) }
    return ComparedMetrics(values[.microF1] != nil ? .multiLabel : .singleLabel)
  }

  /// The value of the metric that decides.
  public var deciding: Double { values[metrics.deciding] ?? 0 }

  /// The values of the metrics beside it.
  public var besides: [Double] { metrics.besides.map { values[$0] ?? 0 } }
}

extension ComparedFigures: Codable {
  /// The name of a metric in `compare.json`: `macro_f1`, or `macro_f1_interval`.
  struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ metric: Metric, isInterval: Bool = false) {
      stringValue = metric.rawValue.split(separator: "-").joined(separator: "_") + (isInterval ? "_interval" : "")
    }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Reads the members that are metrics.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    for metric in Metric.allCases { values[metric] = try container.decodeIfPresent(Double.self, forKey: Key(metric)) }
    let metrics = metrics
    for metric in metrics.all where values[metric] == nil {
      throw DecodingError.keyNotFound(
        Key(metric), .init(codingPath: decoder.codingPath, debugDescription: "a figure is missing"))
    }
  }

  /// Reads the interval of the deciding figure, a member beside the figures.
  func interval(from decoder: any Decoder) throws -> [Double] {
    try decoder.container(keyedBy: Key.self).decode([Double].self, forKey: Key(metrics.deciding, isInterval: true))
  }

  /// Writes the figures, and the interval of the deciding one beside them.
  func encode(with interval: [Double], to encoder: any Encoder) throws {
    try encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(interval, forKey: Key(metrics.deciding, isInterval: true))
  }

  /// Writes each metric as a member of its own.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for (metric, value) in values { try container.encode(value, forKey: Key(metric)) }
  }
}
