import BertData
import Foundation

/// The advice that follows from a comparison, in words.
package struct Recommendation {
  package let rungs: [ComparisonRung]
  package let statistics: RungStatistics

  package init(rungs: [ComparisonRung], statistics: RungStatistics) {
    self.rungs = rungs
    self.statistics = statistics
  }

  /// The best of the chosen rungs by the deciding metric; the cheaper one of two equals.
  private func best(_ isChosen: (ComparisonRung) -> Bool) -> ComparisonRung? {
    rungs.filter(isChosen).reduce(nil) { best, rung in
      best.map { rung.figures.deciding > $0.figures.deciding ? rung : $0 } ?? rung
    }
  }

  /// One to three sentences; empty without rungs.
  package var text: String {
    let majority = rungs.first { $0.method == .majority }
    let simple = best { !$0.method.needsEncoder && $0.method != .majority }
    let encoder = best { $0.method.needsEncoder }
    guard let encoder else {
      guard let simple else { return "" }
      return over(majority, simple) ?? "Take \(simple.title): the best of the simple models, made in "
        + "\(Figures.roughDuration(simple.trainingSeconds))."
    }
    guard let simple else {
      return over(majority, encoder) ?? "Take the \(encoder.title). No simple model was run to measure it against."
    }
    let gain = statistics.difference(encoder, simple)
    let points = "\(Self.points(gain)) points of \(gain.metric.title)"
    if gain.isGain {
      return "The \(encoder.title) adds \(points) over \(simple.title), for "
        + "\(Figures.roughDuration(encoder.trainingSeconds)) of training instead of "
        + "\(Figures.roughDuration(simple.trainingSeconds)): transfer pays." + frozen(encoder)
    }
    let relation =
      gain.interval.last.map { $0 < 0 } ?? false
      ? "the \(encoder.title) is below \(simple.title) (\(points))"
      : "the \(encoder.title) is within chance of \(simple.title) (\(points))"
    return "Transfer does not pay here: \(relation). "
      + (over(majority, simple) ?? "Take \(simple.title), made in "
        + "\(Figures.roughDuration(simple.trainingSeconds)).")
  }

  /// The warning where the best rung is not better than answering without looking at the text; nil where it is.
  private func over(_ majority: ComparisonRung?, _ rung: ComparisonRung) -> String? {
    guard let majority, !statistics.difference(rung, majority).isGain else { return nil }
    let answer =
      switch statistics.task {
      case .singleLabel: "the most frequent label"
      case .multiLabel: "the labels that most texts have"
      case .regression: "the mean"
      case .tokens: "the most frequent tag"
      }
    return "Nothing was learned: \(rung.title) is not better than always giving \(answer) by more than chance. More "
      + "rows, or clearer \(statistics.task == .regression ? "numbers" : "labels"), are needed."
  }

  /// A remark where frozen features are as good as fine-tuning; empty otherwise.
  private func frozen(_ encoder: ComparisonRung) -> String {
    guard encoder.method == .finetune,
      let frozen = rungs.first(where: { $0.method == .features && $0.encoder == encoder.encoder })
    else { return "" }
    let gain = statistics.difference(encoder, frozen)
    guard !gain.isGain else { return "" }
    return " The frozen encoder is within chance of it (\(Self.points(gain)) points) and takes "
      + "\(Figures.roughDuration(frozen.trainingSeconds)): the method features will do."
  }

  /// `4.1 ± 1.3`: hundredths, and half the width of the 95 % interval.
  static func points(_ difference: ComparisonRung.Difference) -> String {
    let half = ((difference.interval.last ?? 0) - (difference.interval.first ?? 0)) / 2
    return String(format: "%.1f ± %.1f", difference.gain * 100, half * 100)
  }
}
