import BertFT

/// Shows the progress of a comparison to the user.
struct ComparisonDrawing {
  let console: Console

  /// Shows one event.
  func show(_ event: ComparisonEvent) {
    if EventLines.isOn { return EventLines.tell(event) }
    switch event {
    case .question(let name): console.note("task \(name)")
    case .started(let method, let seed): console.progress(nil, "\(method.title), seed \(seed)")
    case .kept(let rung): console.note(Self.line(rung) + "  (done before)")
    case .progress(let method, let share): console.progress(share, method.title)
    case .rung(let rung):
      console.endProgress()
      console.note(Self.line(rung))
    case .point(let point):
      console.endProgress()
      console.note(
        "\(point.method.title) on \(Figures.count(point.rows, "row"))  \(point.figures.metrics.deciding.title) "
          + Figures.fixed(point.figures.deciding, 4))
    case .training(let event): show(event)
    }
  }

  /// Shows an event of one run. Its plan, epochs and end are left out: they would crowd out the comparison's own lines.
  private func show(_ event: TrainingEvent) {
    switch event {
    case .planned, .epoch, .finished: break
    default: TrainingDrawing(console: console).show(event)
    }
  }

  private static func line(_ rung: ComparisonRung) -> String {
    let figures = rung.figures, metrics = figures.metrics
    let values = zip(metrics.all, figures.besides + [figures.deciding]).map { "\($0.title) \(Figures.fixed($1, 4))" }
    return ([rung.title] + values + [Figures.duration(rung.trainingSeconds)]).joined(separator: "  ")
  }
}
