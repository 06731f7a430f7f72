import BertStorage

extension ClassMetrics {
  /// `"precision"`, `"recall"`, `"f1"` and `"support"`, in this order.
  var document: JSONValue {
    [
      "precision": .double(precision), "recall": .double(recall), "f1": .double(f1), "support": .integer(support),
    ]
  }
}

/// A label as the key of an object.
struct LabelKey: CodingKey {
  let stringValue: String
  let intValue: Int? = nil
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
