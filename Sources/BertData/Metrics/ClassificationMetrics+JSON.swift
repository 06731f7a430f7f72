import BertStorage
import Foundation

extension ClassificationMetrics {
  /// One JSON object on one line, keys in the documented order and `per_class` in the order of the labels:
  /// `{"rows":…,"accuracy":…,"macro_f1":…,"weighted_f1":…,"log_loss":…,"calibration_error":…,"labels":[…],
  /// "per_class":{label:{"precision","recall","f1","support"}},"confusion_matrix":[[…]]}`; for labels that are numbers
  /// `"as_numbers":{"mean_absolute_error","weighted_kappa"}` behind these.
  ///
  /// It does not use `JSONEncoder`, which keeps no order and merges labels that differ only in Unicode normalization.
  public var json: String {
    let classes = zip(labels, perClass).map { (key: $0, value: $1.document) }
    var document: JSONValue = [
      "rows": .integer(rows), "accuracy": .double(accuracy), "macro_f1": .double(macroF1),
      "weighted_f1": .double(weightedF1), "log_loss": .double(logLoss),
      "calibration_error": .double(calibrationError), "labels": .array(labels.map(JSONValue.string)),
      "per_class": .object(classes),
      "confusion_matrix": .array(confusionMatrix.map { .array($0.map(JSONValue.integer)) }),
    ]
    if let figures = OrderedFigures(self) { document["as_numbers"] = figures.document }
    return document.line
  }

  /// The natural logarithm.
  static func logarithm(_ value: Double) -> Double { log(value) }
}

extension ClassificationMetrics: Codable {
  private enum CodingKeys: String, CodingKey {
    case rows, accuracy, labels
    case macroF1 = "macro_f1"
    case weightedF1 = "weighted_f1"
    case logLoss = "log_loss"
    case calibrationError = "calibration_error"
    case perClass = "per_class"
    case confusionMatrix = "confusion_matrix"
  }

  /// Reads `labels`, `confusion_matrix`, `log_loss` and `calibration_error`; the rest follows from these.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let labels = try container.decode([String].self, forKey: .labels)
    let matrix = try container.decode([[Int]].self, forKey: .confusionMatrix)
    guard matrix.count == labels.count, matrix.allSatisfy({ $0.count == labels.count && $0.allSatisfy { $0 >= 0 } })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .confusionMatrix, in: container, debugDescription: "one row and one column for each label are needed")
    }
    // No figure adds more than twice all rows.
    var rows = 0
    for count in matrix.joined() {
      let (sum, overflows) = rows.addingReportingOverflow(count)
      guard !overflows, sum <= Int.max / 2 else {
        throw DecodingError.dataCorruptedError(
          forKey: .confusionMatrix, in: container, debugDescription: "its counts are too large")
      }
      rows = sum
    }
    self.init(
      labels: labels, matrix: matrix, logLoss: try container.decode(Double.self, forKey: .logLoss),
      calibrationError: try container.decode(Double.self, forKey: .calibrationError))
  }

  /// Writes the keys of `json`; the encoder decides their order.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rows, forKey: .rows)
    try container.encode(accuracy, forKey: .accuracy)
    try container.encode(macroF1, forKey: .macroF1)
    try container.encode(weightedF1, forKey: .weightedF1)
    try container.encode(logLoss, forKey: .logLoss)
    try container.encode(calibrationError, forKey: .calibrationError)
    try container.encode(labels, forKey: .labels)
    var classes = container.nestedContainer(keyedBy: LabelKey.self, forKey: .perClass)
    for (label, figures) in zip(labels, perClass) { try classes.encode(figures, forKey: LabelKey(stringValue: label)) }
    try container.encode(confusionMatrix, forKey: .confusionMatrix)
  }
}
