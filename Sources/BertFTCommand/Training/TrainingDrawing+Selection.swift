import BertFT

extension TrainingDrawing {
  /// Shows an event of the trials of `--method auto`.
  func show(_ event: SelectionEvent) {
    switch event {
    case .forecast(let forecasts, let timeLimit):
      let tried = forecasts.filter { $0.parts > 0 && $0.trialSeconds > 0 }.map {
        "\($0.method.rawValue) \(Figures.roughDuration($0.trialSeconds))"
      }
      console.note(
        "trials      at the most \(tried.joined(separator: ", "))"
          + (timeLimit.map { ", within \(Figures.duration($0)) in all" } ?? ""))
    case .part(let method, let part, let count):
      console.progress(Double(part - 1) / Double(max(1, count)), "trying \(method.rawValue), part \(part) of \(count)")
    case .tried(let trial):
      console.endProgress()
      console.note("trial       \(trial.line)")
    case .selected(let selection):
      console.endProgress()
      for remark in selection.remarks { console.note(remark) }
    case .simple(let lines):
      for line in lines { console.note(line) }
    }
  }
}
