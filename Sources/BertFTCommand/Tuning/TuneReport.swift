import BertFT
import Foundation

/// The result of a search: the settings, the one that was chosen, and where the bundle is.
struct TuneReport {
  let record: TuneRecord
  let directory: URL

  /// The report as text.
  var lines: [String] {
    var table = Table(["trial", "setting", record.metric.title, "rows", "time", "outcome"])
    for trial in record.ranked {
      table.add([
        "\(trial.number)", trial.setting.title, trial.figure ?? "-", Figures.count(trial.rows),
        Figures.duration(trial.seconds), trial.outcome.rawValue,
      ])
    }
    var lines = table.lines + [""] + record.sentences
    if let command = record.taken?.command { lines += ["", "The same alone: \(command)"] }
    func place(_ name: String) -> String { directory.appendingPathComponent(name).relativePath }
    return lines + [
      "", "written \(place("tune.json"))", "report  \(place("report.html"))", "bundle  \(place(TuneJob.bundleName))",
    ]
  }
}
