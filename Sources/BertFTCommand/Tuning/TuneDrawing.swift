import BertFT

/// Shows the progress of a search to the user.
struct TuneDrawing {
  let console: Console

  /// Shows one event.
  func show(_ event: TuneEvent) {
    if EventLines.isOn { return EventLines.tell(event) }
    switch event {
    case .planned(let record): show(record)
    case .resumed(let parts):
      console.note("continuing; \(Figures.count(parts, "part")) of trials are kept")
    case .rung(let number, let settings, let parts):
      console.endProgress()
      console.note("rung \(number)      \(Figures.count(settings, "setting")) on \(Figures.count(parts, "part"))")
    case .part(let trial, let part, let count):
      console.progress(
        Double(part - 1) / Double(max(1, count)), "trial \(trial.number), part \(part) of \(count)")
    case .judged(let trial):
      console.endProgress()
      console.note("trial       \(trial.line)")
    case .decided(let record):
      console.endProgress()
      if let taken = record.taken, let reason = record.reason {
        console.note("taken       \(taken.number) \(taken.setting.title): \(reason)")
      }
      record.remarks.forEach(console.note)
    case .training(let event): TrainingDrawing(console: console).show(event)
    case .simple(let lines): lines.forEach(console.note)
    }
  }

  private func show(_ record: TuneRecord) {
    let setup = record.setup, untouched = setup.validationRows + setup.testRows
    console.note(
      "search      \(Figures.count(record.trials.count, "setting")) of "
        + "\(setup.methods.map(\.rawValue).joined(separator: ", ")), by \(record.metric.title)")
    console.note(
      "rows        \(Figures.count(setup.trainingRows)) in \(Figures.count(record.truth.count, "part")); "
        + "\(Figures.count(untouched)) others have no part in the choice")
    console.note(
      "forecast    about \(Figures.roughDuration(record.expectedSeconds)) at the most"
        + (setup.timeLimit.map { ", within \(Figures.duration($0))" }
          ?? "; no limit of time, so that the seed alone decides")
    )
  }
}
