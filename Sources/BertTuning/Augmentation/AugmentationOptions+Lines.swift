import BertData

extension AugmentationOptions {
  /// What augmentation adds to an epoch, as lines for people; nil where it adds nothing.
  ///
  /// - Parameters:
  ///   - labels: The names, `[C]`.
  ///   - resampling: The rows of an epoch by ``resampling``; nil without it.
  func lines(labels: [String], _ resampling: ResampledRows?) -> [String]? {
    var lines: [String] = []
    if let resampling {
      let counts = zip(labels, resampling.counts).map { TrainingPlan.LabelCount(label: $0, rows: $1) }
      let power = self.resampling ?? 0
      let rule =
        power == 0 ? "all labels equally often" : "each label by the share of its rows to the power \(power)"
      lines.append("\(rule): \(Figures.count(resampling.count, "sequence")) an epoch (\(TrainingPlan.listed(counts)))")
    }
    if let texts {
      let made =
        switch (texts.kind, texts.vectors) {
        case (.eda, let vectors?):
          "by one of replacement, insertion, swaps and deletion, with neighbours from \(vectors.name)"
        case (.eda, nil): "by swaps or deletion; word vectors would add replacement and insertion"
        case (.noise, _): "with typing errors"
        }
      lines.append("\(Figures.count(texts.copies, "new version")) of each text an epoch, \(made)")
    }
    if let mixup {
      lines.append("the sentence vectors of each step are mixed by a share from Beta(\(mixup), \(mixup))")
    }
    return lines.isEmpty ? nil : lines
  }
}
