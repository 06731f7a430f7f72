extension EntityMetrics: Codable {
  private enum CodingKeys: String, CodingKey {
    case rows, precision, recall, f1
    case perLabel = "per_label"
  }

  /// Reads the object of ``json``. The labels are sorted again, since a decoder does not keep their order.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    rows = try container.decode(Int.self, forKey: .rows)
    precision = try container.decode(Double.self, forKey: .precision)
    recall = try container.decode(Double.self, forKey: .recall)
    f1 = try container.decode(Double.self, forKey: .f1)
    let figures = try container.nestedContainer(keyedBy: LabelKey.self, forKey: .perLabel)
    let keys = figures.allKeys.sorted {
      $0.stringValue.unicodeScalars.lexicographicallyPrecedes($1.stringValue.unicodeScalars)
    }
    labels = keys.map(\.stringValue)
    perLabel = try keys.map { try figures.decode(ClassMetrics.self, forKey: $0) }
    var support = 0
    for (key, label) in zip(keys, perLabel) {
      let (sum, overflows) = support.addingReportingOverflow(label.support)
      guard !overflows, label.support >= 0 else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: figures, debugDescription: "the supports are negative or too large")
      }
      support = sum
    }
  }

  /// Writes the members of ``json``.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rows, forKey: .rows)
    try container.encode(precision, forKey: .precision)
    try container.encode(recall, forKey: .recall)
    try container.encode(f1, forKey: .f1)
    var figures = container.nestedContainer(keyedBy: LabelKey.self, forKey: .perLabel)
    for (label, figure) in zip(labels, perLabel) { try figures.encode(figure, forKey: LabelKey(stringValue: label)) }
  }
}
