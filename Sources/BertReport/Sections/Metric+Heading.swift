import BertData

extension Metric {
  /// The name at the head of a column or as the title of a curve.
  var heading: String { title.prefix(1).uppercased() + title.dropFirst() }

  /// Whether the figure lies from 0 to 1, so that a bar can show it.
  var isShare: Bool {
    switch self {
    case .accuracy, .macroF1, .weightedF1, .microF1, .samplesF1, .subsetAccuracy, .taskMean, .f1, .precision, .recall:
      true
    case .logLoss, .calibrationError, .mse, .mae, .r2, .pearson, .spearman: false
    }
  }
}
