import BertStorage

extension MultiLabelMetrics {
  /// `{"rows","micro_f1","macro_f1","samples_f1","subset_accuracy","per_label":{label:{"precision","recall","f1",
  /// "support","threshold","auroc","average_precision"}}}`; a figure that is not defined is null.
  var document: JSONValue {
    [
      "rows": .integer(rows), "micro_f1": .double(microF1), "macro_f1": .double(macroF1),
      "samples_f1": .double(samplesF1), "subset_accuracy": .double(subsetAccuracy),
      "per_label": .object(
        labels.map { label in
          (
            label.name,
            [
              "precision": .double(label.figures.precision), "recall": .double(label.figures.recall),
              "f1": .double(label.figures.f1), "support": .integer(label.figures.support),
              "threshold": .double(label.threshold), "auroc": label.areaUnderROC.map(JSONValue.double) ?? .null,
              "average_precision": label.averagePrecision.map(JSONValue.double) ?? .null,
            ]
          )
        }),
    ]
  }
}

extension MultiLabelMetrics: Codable {
  private enum CodingKeys: String, CodingKey {
    case rows, labels
    case microF1 = "micro_f1"
    case macroF1 = "macro_f1"
    case samplesF1 = "samples_f1"
    case subsetAccuracy = "subset_accuracy"
    case perLabel = "per_label"
  }

  private struct Ranks: Codable {
    let threshold: Double
    let auroc: Double?
    let average_precision: Double?
  }

  /// Reads what ``encode(to:)`` writes, the labels in the order of `labels`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let each = try container.nestedContainer(keyedBy: LabelKey.self, forKey: .perLabel)
    let labels = try container.decode([String].self, forKey: .labels).map { name in
      let key = LabelKey(stringValue: name)
      let ranks = try each.decode(Ranks.self, forKey: key)
      return Label(
        name: name, figures: try each.decode(ClassMetrics.self, forKey: key), threshold: ranks.threshold,
        areaUnderROC: ranks.auroc, averagePrecision: ranks.average_precision)
    }
    self.init(
      rows: try container.decode(Int.self, forKey: .rows),
      microF1: try container.decode(Double.self, forKey: .microF1),
      macroF1: try container.decode(Double.self, forKey: .macroF1),
      samplesF1: try container.decode(Double.self, forKey: .samplesF1),
      subsetAccuracy: try container.decode(Double.self, forKey: .subsetAccuracy), labels: labels)
  }

  /// Writes the keys of `document` and, since an encoder keeps no order, the order of the labels.
  public func encode(to encoder: any Encoder) throws {
    var whole = document
    whole["labels"] = .array(labels.map { .string($0.name) })
    try whole.encode(to: encoder)
  }
}
