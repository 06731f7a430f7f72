import BertFT

/// Metrics for people: the figures, a table of the labels, and the confusion matrix.
enum MetricsReport {
  /// The lines of the report.
  static func lines(_ metrics: TaskMetrics) -> [String] {
    switch metrics {
    case .singleLabel(let metrics): lines(metrics)
    case .multiLabel(let metrics): lines(metrics)
    case .regression(let metrics):
      [
        "rows \(Figures.count(metrics.rows))   MSE \(figure(metrics.mse))   MAE \(figure(metrics.mae))   "
          + "R² \(figure(metrics.r2))",
        "Pearson \(figure(metrics.pearson))   Spearman \(figure(metrics.spearman))",
      ]
    case .several(let metrics):
      ["rows \(Figures.count(metrics.rows))   \(Metric.taskMean.title) \(figure(metrics.mean))"]
        + metrics.questions.flatMap { ["", "task \($0.question)"] + lines($0.metrics) }
    case .entities(let metrics): lines(metrics)
    }
  }

  /// The most important figures, on one line.
  static func headline(_ metrics: TaskMetrics, separator: String = "  ") -> String {
    metrics.headline.map { "\($0.metric.title) \(figure($0.value))" }.joined(separator: separator)
  }

  /// A figure; – where it is not defined.
  static func figure(_ value: Double?) -> String { value.map { Figures.fixed($0, 4) } ?? "–" }

  private static func lines(_ metrics: MultiLabelMetrics) -> [String] {
    var table = Table(["label", "from", "precision", "recall", "F1", "AUROC", "avg precision", "rows"])
    for label in metrics.labels {
      table.add([
        shown(label.name), Figures.fixed(label.threshold, 3), figure(label.figures.precision),
        figure(label.figures.recall), figure(label.figures.f1), figure(label.areaUnderROC),
        figure(label.averagePrecision), Figures.count(label.figures.support),
      ])
    }
    return [
      "rows \(Figures.count(metrics.rows))   micro F1 \(figure(metrics.microF1))   macro F1 \(figure(metrics.macroF1))",
      "samples F1 \(figure(metrics.samplesF1))   subset accuracy \(figure(metrics.subsetAccuracy))", "",
    ] + table.lines
  }

  private static func lines(_ metrics: ClassificationMetrics) -> [String] {
    var lines = [
      "rows \(Figures.count(metrics.rows))   accuracy \(Figures.fixed(metrics.accuracy, 4))   "
        + "macro F1 \(Figures.fixed(metrics.macroF1, 4))   weighted F1 \(Figures.fixed(metrics.weightedF1, 4))",
      "log loss \(Figures.fixed(metrics.logLoss, 4))   "
        + "calibration error \(Figures.fixed(metrics.calibrationError, 4))",
      "",
    ]
    var figures = Table(["label", "precision", "recall", "F1", "rows"])
    for (label, of) in zip(metrics.labels, metrics.perClass) {
      figures.add([
        shown(label), Figures.fixed(of.precision, 4), Figures.fixed(of.recall, 4), Figures.fixed(of.f1, 4),
        Figures.count(of.support),
      ])
    }
    lines += figures.lines
    // A wider matrix does not fit a page; --json has it.
    guard metrics.labels.count <= 12 else { return lines }
    lines.append("")
    var matrix = Table(["true \\ predicted"] + metrics.labels.map(shown))
    for (label, row) in zip(metrics.labels, metrics.confusionMatrix) {
      matrix.add([shown(label)] + row.map(Figures.count))
    }
    return lines + matrix.lines
  }

  /// The figures of all entities, and of those of each label.
  static func lines(_ metrics: EntityMetrics) -> [String] {
    var figures = Table(["label", "precision", "recall", "F1", "entities"])
    for (label, of) in zip(metrics.labels, metrics.perLabel) {
      figures.add([
        shown(label), Figures.fixed(of.precision, 4), Figures.fixed(of.recall, 4), Figures.fixed(of.f1, 4),
        Figures.count(of.support),
      ])
    }
    return [
      "rows \(Figures.count(metrics.rows))   entities \(Figures.count(metrics.support))",
      "precision \(Figures.fixed(metrics.precision, 4))   recall \(Figures.fixed(metrics.recall, 4))   "
        + "F1 \(Figures.fixed(metrics.f1, 4))   macro F1 \(Figures.fixed(metrics.macroF1, 4))",
      "",
    ] + figures.lines
  }

  /// A label for a table: control characters become spaces, and a long label is cut.
  static func shown(_ label: String) -> String {
    var text = ""
    for (index, scalar) in label.unicodeScalars.enumerated() {
      if index == 24 { return text + "…" }
      text.unicodeScalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
    }
    return text
  }
}
