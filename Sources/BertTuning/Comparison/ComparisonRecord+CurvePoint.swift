public import BertData

extension ComparisonRecord {
  /// A point of a learning curve.
  public struct CurvePoint: Sendable {
    /// The method.
    public var method: TrainingMethod
    /// Rows learnt from.
    public var rows: Int
    /// On the test rows.
    public var figures: ComparedFigures
    /// The 95 % interval of the deciding figure, low and high.
    public var interval: [Double]
  }
}

extension ComparisonRecord.CurvePoint: Codable {
  private enum CodingKeys: String, CodingKey { case method, rows }

  /// Reads the members of `compare.json`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    figures = try ComparedFigures(from: decoder)
    interval = try figures.interval(from: decoder)
    method = try container.decode(TrainingMethod.self, forKey: .method)
    rows = try container.decode(Int.self, forKey: .rows)
  }

  /// Writes them.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try figures.encode(with: interval, to: encoder)
    try container.encode(method, forKey: .method)
    try container.encode(rows, forKey: .rows)
  }
}
