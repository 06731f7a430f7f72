import BertData

/// What is fitted on the validation rows after training: the calibration, the thresholds, and the score below which no
/// label is given.
struct ScoreFit {
  /// The least number of rows with a label, and of rows without it, for which the label's scores are calibrated.
  private static let fewest = 10

  private(set) var rule: OutputRule
  private(set) var abstainBelow: Double?
  /// The metrics on the rows, with the fitted rule.
  let metrics: TaskMetrics
  /// A warning where the wanted precision is not reached.
  private(set) var warning: TrainingWarning?
  /// What was fitted, as notes for people.
  private(set) var notes: [String] = []

  /// Whether anything is fitted on a number of rows. Where nothing is, the metrics of the kept epoch remain valid.
  static func isNeeded(_ rule: OutputRule, rows: Int, _ options: TrainingOptions) -> Bool {
    switch rule.problem {
    case .singleLabel: calibrates(rows: rows, options) || options.abstainPrecision != nil
    case .multiLabel: rows > 0
    case .regression: false
    }
  }

  private static func calibrates(rows: Int, _ options: TrainingOptions) -> Bool {
    // The validation rows are not from the target domain of an adapted classifier.
    options.adaptationNames == nil && (options.calibrates ?? (rows >= TrainingOptions.calibratingRows))
  }

  /// Fits what the options ask for.
  ///
  /// - Parameters:
  ///   - rule: The rule before the fit.
  ///   - logits: [rows × C]
  ///   - truth: [rows]; at least one.
  ///   - labels: The names, [C].
  ///   - options: Whether scores are calibrated, and the wanted precision.
  init(
    _ rule: OutputRule, logits: [Double], truth: [Target], labels: [String], options: TrainingOptions
  ) {
    self.rule = rule
    let count = labels.count
    if Self.calibrates(rows: truth.count, options), let fit = Self.calibration(rule, logits, truth, count),
      let calibrated = rule.calibrated(by: fit, labels: count)
    {
      self.rule = calibrated
      let how = fit.temperature.map { "temperature \(Figures.short($0))" } ?? "slope and offset of each label"
      notes.append(
        "the scores are calibrated on the validation rows (\(how)), so that log loss and calibration error there are a little "
          + "too good")
    } else if options.calibrates == true, rule.problem != .regression {
      notes.append("the scores are not calibrated: the validation rows do not tell how")
    }
    let scores = Evaluation.scores(logits, labels: count, self.rule)
    self.rule = ThresholdChoice.rule(self.rule, scores: scores, truth: truth)
    if self.rule.problem == .multiLabel {
      let chosen = self.rule.thresholds.count { $0 != OutputRule.usualThreshold }
      notes.append(
        chosen == 0
          ? "every label holds from a score of \(OutputRule.usualThreshold): too few validation rows to choose thresholds"
          : "thresholds of \(chosen) of \(Figures.count(count, "label")) were chosen on the validation rows, so that the "
            + "figures there are a little too good")
    }
    metrics = TaskMetrics(labels: labels, truth: truth, scores: scores, rule: self.rule)
    if let precision = options.abstainPrecision {
      let choice = AbstentionChoice(scores: scores, truth: truth, labels: count, precision: precision)
      abstainBelow = choice.score
      guard let score = choice.score else {
        warning = .precisionNotReached(precision)
        return
      }
      notes.append(
        "no label is given below a score of \(Figures.fixed(score, 4)): above it \(Figures.percent(choice.reached)) of the "
          + "labels are right on the validation rows, and \(Figures.percent(choice.share)) of the texts get one")
    }
  }

  private static func calibration(
    _ rule: OutputRule, _ logits: [Double], _ truth: [Target], _ labels: Int
  ) -> Calibration? {
    switch rule.problem {
    case .singleLabel:
      Calibration(
        logits: logits, truth: truth.map { if case .label(let label) = $0 { label } else { 0 } }, classes: labels)
    case .multiLabel:
      Calibration(
        logits: logits, truth: truth.map { if case .labels(let flags) = $0 { flags } else { [] } }, labels: labels,
        fewest: fewest)
    case .regression: nil
    }
  }
}
