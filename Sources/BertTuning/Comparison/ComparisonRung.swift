public import BertData

/// The results of one method: a rung of the ladder of methods.
public struct ComparisonRung: Sendable {
  /// The method.
  public var method: TrainingMethod
  /// Its name for tables.
  public var title: String
  /// The mean over the runs.
  public var figures: ComparedFigures
  /// The 95 % interval of the deciding figure, low and high, by a bootstrap over the rows.
  public var interval: [Double]
  /// One run for each seed; a single run where the method is not random.
  public var runs: [Run]
  /// The difference from the rung below; nil for the lowest.
  public var against: Difference?
  /// The name of the encoder; nil for the first encoder and without one.
  public var encoder: String?

  /// The name for tables.
  ///
  /// - Parameters:
  ///   - method: The method.
  ///   - encoder: The name of the encoder; nil for the first encoder and without one.
  static func title(_ method: TrainingMethod, _ encoder: String?) -> String {
    encoder.map { "\(method.title) (\($0))" } ?? method.title
  }

  /// The mean over the runs.
  public var trainingSeconds: Double { mean(\.trainingSeconds) }
  /// The mean over the runs.
  public var rowsPerSecond: Double { mean(\.rowsPerSecond) }

  private func mean(_ path: KeyPath<Run, Double>) -> Double {
    runs.reduce(0) { $0 + $1[keyPath: path] } / Double(max(1, runs.count))
  }
}

extension ComparisonRung: Codable {
  private enum CodingKeys: String, CodingKey { case method, title, runs, against, encoder }

  /// Reads the members of `compare.json`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    figures = try ComparedFigures(from: decoder)
    interval = try figures.interval(from: decoder)
    method = try container.decode(TrainingMethod.self, forKey: .method)
    title = try container.decode(String.self, forKey: .title)
    runs = try container.decode([Run].self, forKey: .runs)
    against = try container.decodeIfPresent(Difference.self, forKey: .against)
    encoder = try container.decodeIfPresent(String.self, forKey: .encoder)
  }

  /// Writes them.
  public func encode(to coder: any Encoder) throws {
    var container = coder.container(keyedBy: CodingKeys.self)
    try figures.encode(with: interval, to: coder)
    try container.encode(method, forKey: .method)
    try container.encode(title, forKey: .title)
    try container.encode(runs, forKey: .runs)
    try container.encodeIfPresent(against, forKey: .against)
    try container.encodeIfPresent(encoder, forKey: .encoder)
  }
}
