import BertData
import Foundation

/// The advice that follows from a comparison, in words.
package struct Recommendation {
  package let rungs: [ComparisonRung]
  package let statistics: RungStatistics
  /// Test rows whose text is learnt from too, which do not count.
  let seen: Set<Int>

  package init(rungs: [ComparisonRung], statistics: RungStatistics, seen: [Int] = []) {
    self.rungs = rungs
    self.statistics = statistics
    self.seen = Set(seen)
  }

  /// The best of the chosen rungs by the deciding metric; the cheaper one of two equals.
  private func best(_ isChosen: (ComparisonRung) -> Bool) -> ComparisonRung? {
    rungs.filter(isChosen).reduce(nil) { best, rung in
      best.map { rung.figures.deciding > $0.figures.deciding ? rung : $0 } ?? rung
    }
  }

  private var simple: ComparisonRung? { best { !$0.method.needsEncoder && $0.method != .majority } }
  private var encoder: ComparisonRung? { best { $0.method.needsEncoder } }

  /// What the rows tell of a method against another.
  private func judge(_ rung: ComparisonRung, _ other: ComparisonRung) -> ComparisonVerdict {
    let rows = (0..<statistics.truth.count).filter { !seen.contains($0) }
    let difference =
      seen.isEmpty ? statistics.difference(rung, other) : statistics.difference(rung, other, on: rows)
    return ComparisonVerdict(of: rung, over: other, difference, rows: rows.count, leftOut: seen.count)
  }

  /// Of the best encoder against the best simple model; nil where one of them was not run.
  package var verdict: ComparisonVerdict? {
    guard let simple, let encoder else { return nil }
    return judge(encoder, simple)
  }

  /// One to three sentences; empty without rungs.
  package var text: String {
    let majority = rungs.first { $0.method == .majority }
    guard let encoder else {
      guard let simple else { return "" }
      return over(majority, simple) ?? "Take \(simple.title): the best of the simple models, made in "
        + "\(Figures.roughDuration(simple.trainingSeconds))."
    }
    guard let simple, let verdict else {
      return over(majority, encoder) ?? "Take the \(encoder.title). No simple model was run to measure it against."
    }
    let taken = verdict.outcome == .better || (verdict.outcome == .open && verdict.against.gain > 0) ? encoder : simple
    if verdict.outcome != .tooFewRows, let nothing = over(majority, taken) { return nothing + counted(verdict) }
    return words(verdict, encoder, simple) + counted(verdict)
  }

  private func words(_ verdict: ComparisonVerdict, _ encoder: ComparisonRung, _ simple: ComparisonRung) -> String {
    let gain = verdict.against, take = "Take \(simple.title), made in \(Figures.roughDuration(simple.trainingSeconds))."
    switch verdict.outcome {
    case .better:
      let time =
        "for \(Figures.roughDuration(encoder.trainingSeconds)) of training instead of "
        + "\(Figures.roughDuration(simple.trainingSeconds)): transfer pays."
      if verdict.figure == gain.metric {
        return "The \(encoder.title) adds \(Self.points(gain)) over \(simple.title), \(time)" + frozen(encoder)
      }
      return
        "The \(encoder.title) is better than \(simple.title): \(Self.alone(gain)), \(time) By \(gain.metric.title) "
        + "the rows leave it open: \(Self.points(gain))." + frozen(encoder)
    case .worse:
      let figure = verdict.figure == gain.metric ? Self.points(gain) : "\(Self.points(gain)); \(Self.alone(gain))"
      return "Transfer does not pay here: the \(encoder.title) is below \(simple.title) (\(figure)). \(take)"
    case .notBetter:
      return "Transfer does not pay here: the \(encoder.title) is not ahead of \(simple.title) by more than "
        + "\(Self.margin(gain.metric)) (\(Self.points(gain))). \(take)"
    case .open:
      let first = gain.gain > 0 ? encoder : simple
      return "Whether transfer pays is open: on \(Figures.count(verdict.rows, "test row")) the \(encoder.title) is "
        + "\(gain.gain < 0 ? "below" : "ahead of") \(simple.title) by \(Self.points(gain, isSigned: false)), which may as well be "
        + "chance as more than \(Self.margin(gain.metric)).\(needed(verdict)) Until then \(first.title) has the higher figure"
        + (first.title == simple.title ? " and costs less." : ", and \(simple.title) costs less.")
    case .tooFewRows:
      return
        "No verdict: \(Figures.count(verdict.rows, "test row")) cannot tell the \(encoder.title) from \(simple.title) "
        + "(\(Self.points(gain))). Compare on \(ComparisonVerdict.fewestRows) test rows or more, or cross-validate both."
    }
  }

  private func needed(_ verdict: ComparisonVerdict) -> String {
    verdict.rowsNeeded.map { " About \(Figures.roughCount(Self.rounded($0))) test rows would tell." } ?? ""
  }

  /// Which rows count, where not all do.
  private func counted(_ verdict: ComparisonVerdict) -> String {
    guard verdict.leftOut > 0 else { return "" }
    return
      " This counts \(Figures.count(verdict.rows, "test row")): the text of \(verdict.leftOut) more is learnt from too."
  }

  /// Where even the best is not better than what one answers without looking at the text, or not by what the rows tell.
  private func over(_ majority: ComparisonRung?, _ rung: ComparisonRung) -> String? {
    guard let majority else { return nil }
    let verdict = judge(rung, majority)
    let answer =
      switch statistics.task {
      case .singleLabel: "the most frequent label"
      case .multiLabel: "the labels that most texts have"
      case .regression: "the mean"
      case .tokens: "the most frequent tag"
      }
    let always =
      "\(rung.title) \(verdict.against.gain > 0 ? "over" : "against") always giving \(answer): "
      + "\(Self.points(verdict.against))"
    switch verdict.outcome {
    case .better, .tooFewRows: return nil
    case .worse, .notBetter:
      return
        "Nothing was learned (\(always)). More rows, or clearer \(statistics.task == .regression ? "numbers" : "labels"), "
        + "are needed."
    case .open: return "The rows do not show that anything was learned (\(always)).\(needed(verdict))"
    }
  }

  /// A remark where frozen features are as good as fine-tuning; empty otherwise.
  private func frozen(_ encoder: ComparisonRung) -> String {
    guard encoder.method == .finetune,
      let frozen = rungs.first(where: { $0.method == .features && $0.encoder == encoder.encoder })
    else { return "" }
    let verdict = judge(encoder, frozen), gain = verdict.against
    let time = Figures.roughDuration(frozen.trainingSeconds)
    switch verdict.outcome {
    case .better: return ""
    case .worse, .notBetter:
      return
        " The frozen encoder is not behind it by more than \(Self.margin(gain.metric)) (\(Self.points(gain))) and takes "
        + "\(time): the method features will do."
    case .open, .tooFewRows:
      return " Whether the frozen encoder would do, which takes \(time), is open (\(Self.points(gain)))."
    }
  }

  /// `13.2 points of macro F1, 95 % interval -0.8 to 26.1`: hundredths.
  ///
  /// - Parameter isSigned: Whether a loss has its sign.
  static func points(_ difference: ComparisonRung.Difference, isSigned: Bool = true) -> String {
    let ends = difference.interval.map { String(format: "%.1f", $0 * 100) }.joined(separator: " to ")
    let gain = isSigned ? difference.gain : abs(difference.gain)
    return String(format: "%.1f", gain * 100) + " points of \(difference.metric.title), 95 % interval \(ends)"
  }

  /// `right alone on 15 rows against 3, McNemar p 0.008`.
  private static func alone(_ difference: ComparisonRung.Difference) -> String {
    "right alone on \(Figures.count(difference.onlyThis ?? 0, "row")) against \(difference.onlyOther ?? 0), McNemar p "
      + String(format: "%.3f", difference.mcnemarP ?? 1)
  }

  private static func margin(_ metric: Metric) -> String {
    "\(Int((ComparisonVerdict.margin * 100).rounded())) points of \(metric.title)"
  }

  /// To two digits, upwards.
  private static func rounded(_ count: Int) -> Int {
    var step = 1
    while count / step >= 100 { step *= 10 }
    return (count + step - 1) / step * step
  }
}
