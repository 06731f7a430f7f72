import BertData

extension AugmentationOptions {
  /// What an epoch has beside each training row as it is, a line for each thing; nil for nothing.
  ///
  /// - Parameters:
  ///   - labels: The names, `[C]`.
  ///   - resampling: What ``resampling`` makes of the rows.
  func lines(labels: [String], _ resampling: ResampledRows?) -> [String]? {
    var lines: [String] = []
    if let resampling {
      let counts = zip(labels, resampling.counts).map { TrainingPlan.LabelCount(label: $0, rows: $1) }
      let power = self.resampling ?? 0
      let rule =
        power == 0 ? "all labels equally often" : "each label by the share of its rows to the power \(power)"
      lines.append("\(rule): \(Figures.count(resampling.count, "sequence")) an epoch (\(TrainingPlan.listed(counts)))")
    }
    if let mixup {
      lines.append("the sentence vectors of each step are mixed by a share from Beta(\(mixup), \(mixup))")
    }
    return lines.isEmpty ? nil : lines
  }
}
