import BertFT

/// Shows the progress of a run to the user: the plan, a bar, a line for each epoch, warnings.
struct TrainingDrawing {
  let console: Console
  /// The hint at a faster precision; nil for none.
  var hint: PrecisionHint?

  /// Shows one event.
  func show(_ event: TrainingEvent) {
    if EventLines.isOn { return EventLines.tell(event) }
    switch event {
    case .selection(let event):
      show(event)
    case .planned(let plan):
      for line in plan.lines { console.note(line) }
      hint?.tell(expecting: plan.expectedSeconds)
    case .fold(let number, let count):
      console.note("cross-validation: part \(number) of \(count)")
    case .sourceAlone:
      console.note("to compare with: the same without the texts of the other domain")
    case .maskedHead:
      console.note("the new head for masked tokens, alone")
    case .maskedTexts:
      console.note("the texts of the other domain, by masked tokens alone")
    case .selfTraining(let round, let count, let texts):
      console.note(
        round == 0
          ? "self-training: the labelled texts alone come first"
          : "self-training: round \(round) of \(count), with \(Figures.count(texts, "text")) beside them")
    case .baseline(let report):
      if let metrics = report.validation ?? report.test {
        console.note(
          "for comparison, \(metrics.baselineName): \(MetricsReport.headline(metrics))  \(Figures.duration(report.seconds))"
        )
      }
    case .resumed(let step, let totalSteps):
      console.note("continuing after step \(Figures.count(step)) of \(Figures.count(totalSteps))")
    case .features(let done, let total):
      console.progress(
        Double(done) / Double(max(1, total)), "features of \(Figures.count(done)) of \(Figures.count(total, "text"))")
    case .step(let step):
      console.progress(
        Double(step.step) / Double(max(1, step.totalSteps)),
        // Short enough for a terminal of 80 columns, so that the time left at the end is not cut off.
        "epoch \(step.epoch)  loss \(Figures.fixed(step.averageLoss, 4))  "
          + "\(Figures.count(Int(step.tokensPerSecond))) tokens/s  \(Figures.duration(step.secondsLeft)) left")
    case .epoch(let epoch):
      console.note(Self.line(epoch))
    case .warning(let warning):
      console.warn(warning.description)
    case .checkpointSaved:
      // Checkpoints are written every few minutes; an interrupted run names the last one.
      break
    case .stoppedEarly(let epoch, let best):
      console.note("stopped after epoch \(epoch): no epoch has been better than epoch \(best)")
    case .finished:
      console.endProgress()
    }
  }

  private static func line(_ epoch: EpochReport) -> String {
    var line = "epoch \(epoch.epoch)  loss \(Figures.fixed(epoch.trainingLoss, 4))"
    if let validation = epoch.validation {
      line += "  validation: \(MetricsReport.headline(validation))"
    }
    if let loss = epoch.maskedLoss { line += "  validation: perplexity \(MaskedTrainingReport.perplexity(loss))" }
    let vectors = ContrastiveTrainingReport.headline(epoch.vectors)
    if let vectors { line += "  validation: \(vectors)" }
    if let teacher = epoch.teacher {
      line += "  validation: loss \(Figures.fixed(teacher.loss, 4)), agreement \(Figures.fixed(teacher.agreement, 4))"
    }
    let isJudged = epoch.validation != nil || epoch.maskedLoss != nil || vectors != nil || epoch.teacher != nil
    return line + "  \(Figures.duration(epoch.seconds))" + (epoch.isBest && isJudged ? "  best" : "")
  }
}
