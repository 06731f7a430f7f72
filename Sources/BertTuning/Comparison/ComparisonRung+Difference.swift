public import BertData

extension ComparisonRung {
  /// The paired tests against another rung on the same rows.
  public struct Difference: Sendable, Equatable {
    /// The other rung.
    public var method: TrainingMethod
    /// The metric that decides.
    public var metric: Metric
    /// The metric of this rung minus that of the other.
    public var gain: Double
    /// The 95 % interval of the gain, low and high, by a paired bootstrap over the rows.
    public var interval: [Double]
    /// The two-sided p-value from the same bootstrap.
    public var bootstrapP: Double
    /// The p-value of McNemar's exact test on the first run of both rungs. A row counts as right where all its labels
    /// are; nil for numbers.
    public var mcnemarP: Double?
    /// Rows that only this rung has right, in those runs; nil for numbers.
    public var onlyThis: Int?
    /// Rows that only the other has right; nil for numbers.
    public var onlyOther: Int?
    /// The name of the other rung's encoder; nil for the first encoder and without one.
    public var encoder: String?

    /// The other rung's name for tables.
    public var title: String { ComparisonRung.title(method, encoder) }

    /// Whether the interval lies above zero.
    public var isGain: Bool { (interval.first ?? 0) > 0 }
  }
}

extension ComparisonRung.Difference: Codable {
  private enum CodingKeys: String, CodingKey {
    case method, interval, encoder
    case bootstrapP = "bootstrap_p"
    case mcnemarP = "mcnemar_p"
    case onlyThis = "only_this"
    case onlyOther = "only_other"
  }

  /// Reads the members of `compare.json`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let figures = try decoder.container(keyedBy: ComparedFigures.Key.self)
    metric = [Metric.r2, .f1].first { figures.contains(.init($0)) } ?? .macroF1
    gain = try figures.decode(Double.self, forKey: .init(metric))
    method = try container.decode(TrainingMethod.self, forKey: .method)
    interval = try container.decode([Double].self, forKey: .interval)
    bootstrapP = try container.decode(Double.self, forKey: .bootstrapP)
    mcnemarP = try container.decodeIfPresent(Double.self, forKey: .mcnemarP)
    onlyThis = try container.decodeIfPresent(Int.self, forKey: .onlyThis)
    onlyOther = try container.decodeIfPresent(Int.self, forKey: .onlyOther)
    encoder = try container.decodeIfPresent(String.self, forKey: .encoder)
  }

  /// Writes them.
  public func encode(to coder: any Encoder) throws {
    var container = coder.container(keyedBy: CodingKeys.self)
    var figures = coder.container(keyedBy: ComparedFigures.Key.self)
    try figures.encode(gain, forKey: .init(metric))
    try container.encode(method, forKey: .method)
    try container.encode(interval, forKey: .interval)
    try container.encode(bootstrapP, forKey: .bootstrapP)
    try container.encodeIfPresent(mcnemarP, forKey: .mcnemarP)
    try container.encodeIfPresent(onlyThis, forKey: .onlyThis)
    try container.encodeIfPresent(onlyOther, forKey: .onlyOther)
    try container.encodeIfPresent(encoder, forKey: .encoder)
  }
}
