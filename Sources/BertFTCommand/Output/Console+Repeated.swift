import BertFT

extension Console {
  /// From this share of the judged rows on, repeated texts are a warning and not a note.
  private static let spoilingShare = 0.05

  /// Notes how many rows have a text that occurs in other rows too.
  func tellRepeated(_ data: TrainingData) {
    let repeated = RepeatedRows(data)
    let judged = data.folds == nil ? data.validation.count : data.training.count
    let rest = "figures on them are too good; bertft dedupe finds such rows"
    if let rows = repeated.validation, rows > 0 {
      let all = Figures.count(judged, "row")
      say(
        data.folds == nil
          ? "\(Figures.count(rows)) of \(all) for validation \(Self.have(rows)) a text that is learnt from too: \(rest)"
          : "\(Figures.count(rows)) of \(all), which are cross-validated, \(Self.have(rows)) a text that another row has too: \(rest)",
        share: Double(rows) / Double(max(1, judged)))
    }
    if let rows = repeated.test, rows > 0 {
      let all = Figures.count(data.test.count, "row")
      say(
        "\(Figures.count(rows)) of \(all) for the test \(Self.have(rows)) a text that is learnt from too: \(rest)",
        share: Double(rows) / Double(data.test.count))
    }
    if repeated.underOtherLabels > 0 {
      let rows = repeated.underOtherLabels
      let all = data.training.count + data.validation.count + data.test.count
      say(
        "\(Figures.count(rows)) of \(Figures.count(all, "row")) \(Self.have(rows)) a text that stands with another answer too, "
          + "so that no classifier can be right on all of them; bertft audit lists doubtful rows",
        share: Double(rows) / Double(all))
    }
  }

  private static func have(_ rows: Int) -> String { rows == 1 ? "has" : "have" }

  private func say(_ line: String, share: Double) {
    if share >= Self.spoilingShare { warn(line) } else { note(line) }
  }
}
