import BertData

extension Metric {
  /// The name as the heading of a column or the title of a curve.
  var heading: String { title.prefix(1).uppercased() + title.dropFirst() }

  /// Whether the figure is from 0 to 1 and the higher the better, so that a bar can show it.
  var isShare: Bool {
    switch self {
    case .accuracy, .macroF1, .weightedF1, .microF1, .samplesF1, .subsetAccuracy, .taskMean, .f1, .precision, .recall:
      true
    case .logLoss, .calibrationError, .mse, .mae, .r2, .pearson, .spearman: false
    }
  }
}
