import BertData

/// Rows with entities, and what a model found in them.
struct FoundEntities {
  private(set) var rows: [TokenRow] = []
  /// The entities found in each row.
  private(set) var found: [[LabelledRange]] = []

  /// Adds rows with the entities that a model found in them.
  mutating func add(_ rows: [TokenRow], found: [[LabelledRange]]) {
    self.rows += rows
    self.found += found
  }

  private var truth: [[LabelledRange]] { rows.map { $0.entities ?? [] } }

  /// The figures of all rows together, as seqeval counts.
  var metrics: EntityMetrics { EntityMetrics(truth: truth, found: found) }

  /// The 95 % interval of F1, by a bootstrap over the rows; nil without rows.
  var interval: (low: Double, high: Double)? {
    RowBootstrap.interval(RowBootstrap().entityF1(truth: truth, found: [found]))
  }
}
