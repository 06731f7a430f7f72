package import BertData

/// Whether the probabilities are calibrated.
package struct CalibrationSection: ReportSection {
  package let anchor = "calibration"
  package let title = "Calibration"
  package var bins: CalibrationBins

  package init(bins: CalibrationBins) { self.bins = bins }

  package var body: Markup {
    let all = bins.bins
    let rows = Double(max(1, all.reduce(0) { $0 + $1.rows }))
    let confidence = all.reduce(0) { $0 + $1.confidence * Double($1.rows) } / rows
    let accuracy = all.reduce(0) { $0 + $1.accuracy * Double($1.rows) } / rows
    let gap = confidence - accuracy
    let verdict =
      abs(gap) < 0.01
      ? "On average the confidence of the classifier is as high as its accuracy."
      : gap > 0
        ? "On average the classifier is overconfident: its probabilities are too high."
        : "On average the classifier is underconfident: its probabilities are too low."
    return """
      <div class="pair">\(ReliabilityDiagram(bins).markup)
      <div><div class="cards"><div class="card"><span>Expected calibration error</span><b>\
      \(Figures.fixed(bins.error, 4))</b><span>over \(all.count) bins</span></div><div class="card"><span>Mean confidence\
      </span><b>\(Figures.fixed(confidence, 3))</b><span>accuracy \(Figures.fixed(accuracy, 3))</span></div></div>
      <p>\(verdict)</p><p class="note">A bar shows the share of right predictions among those with that confidence; the \
      point is at their mean confidence. Points on the dashed line are calibrated, points below it overconfident. The \
      small bars count the rows.</p></div></div>
      """
  }
}
