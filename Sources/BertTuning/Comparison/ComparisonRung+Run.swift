extension ComparisonRung {
  /// One training of the method, with its classifier.
  public struct Run: Sendable {
    /// The seed.
    public var seed: UInt64
    /// On the test rows.
    public var figures: ComparedFigures
    /// Seconds from the rows to the classifier.
    public var trainingSeconds: Double
    /// Rows classified in a second.
    public var rowsPerSecond: Double
    /// The peak memory of the process during training; nil where the system does not report it.
    public var peakMemoryBytes: Int?
    /// Bytes of the bundle.
    public var sizeBytes: Int
    /// The bundle's name in the directory of the comparison; nil for `majority`, which has none.
    public var bundle: String?
    /// The prediction for each test row.
    public var predictions: ComparedAnswers

    package init(
      seed: UInt64, figures: ComparedFigures, trainingSeconds: Double, rowsPerSecond: Double, peakMemoryBytes: Int?,
      sizeBytes: Int, bundle: String?, predictions: ComparedAnswers
    ) {
      self.seed = seed
      self.figures = figures
      self.trainingSeconds = trainingSeconds
      self.rowsPerSecond = rowsPerSecond
      self.peakMemoryBytes = peakMemoryBytes
      self.sizeBytes = sizeBytes
      self.bundle = bundle
      self.predictions = predictions
    }
  }
}

extension ComparisonRung.Run: Codable {
  private enum CodingKeys: String, CodingKey {
    case seed, bundle, predictions
    case trainingSeconds = "training_seconds"
    case rowsPerSecond = "rows_per_second"
    case peakMemoryBytes = "peak_memory_bytes"
    case sizeBytes = "size_bytes"
  }

  /// Reads the members of `compare.json`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    figures = try ComparedFigures(from: decoder)
    seed = try container.decode(UInt64.self, forKey: .seed)
    trainingSeconds = try container.decode(Double.self, forKey: .trainingSeconds)
    rowsPerSecond = try container.decode(Double.self, forKey: .rowsPerSecond)
    peakMemoryBytes = try container.decodeIfPresent(Int.self, forKey: .peakMemoryBytes)
    sizeBytes = try container.decode(Int.self, forKey: .sizeBytes)
    bundle = try container.decodeIfPresent(String.self, forKey: .bundle)
    predictions = try container.decode(ComparedAnswers.self, forKey: .predictions)
  }

  /// Writes them.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try figures.encode(to: encoder)
    try container.encode(seed, forKey: .seed)
    try container.encode(trainingSeconds, forKey: .trainingSeconds)
    try container.encode(rowsPerSecond, forKey: .rowsPerSecond)
    try container.encodeIfPresent(peakMemoryBytes, forKey: .peakMemoryBytes)
    try container.encode(sizeBytes, forKey: .sizeBytes)
    try container.encodeIfPresent(bundle, forKey: .bundle)
    try container.encode(predictions, forKey: .predictions)
  }
}
