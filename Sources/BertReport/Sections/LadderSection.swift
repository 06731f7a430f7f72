import BertData

/// Methods from the cheapest up, judged on the same rows: what each step adds.
package struct LadderSection: ReportSection {
  /// A method.
  package struct Rung: Sendable {
    package var name: String
    package var accuracy: Double
    package var macroF1: Double
    /// The ends of the 95 % interval of macro F1.
    package var macroF1Interval: (low: Double, high: Double)
    package var trainingSeconds: Double
    package var rowsPerSecond: Double
    package var memoryBytes: Int?
    package var sizeBytes: Int?
    /// What it adds to the rung that it was compared with.
    package var step: Step?

    package init(
      name: String, accuracy: Double, macroF1: Double, macroF1Interval: (low: Double, high: Double),
      trainingSeconds: Double, rowsPerSecond: Double, memoryBytes: Int?, sizeBytes: Int?, step: Step? = nil
    ) {
      self.name = name
      self.accuracy = accuracy
      self.macroF1 = macroF1
      self.macroF1Interval = macroF1Interval
      self.trainingSeconds = trainingSeconds
      self.rowsPerSecond = rowsPerSecond
      self.memoryBytes = memoryBytes
      self.sizeBytes = sizeBytes
      self.step = step
    }
  }

  /// A paired difference of macro F1.
  package struct Step: Sendable {
    package var over: String
    package var gain: Double
    package var low, high: Double
    package var p: Double

    package init(over: String, gain: Double, low: Double, high: Double, p: Double) {
      self.over = over
      self.gain = gain
      self.low = low
      self.high = high
      self.p = p
    }
  }

  /// A method's macro F1 by the number of rows learnt from.
  package struct Curve: Sendable {
    package var name: String
    package var points: [(rows: Int, macroF1: Double)]

    package init(name: String, points: [(rows: Int, macroF1: Double)]) {
      self.name = name
      self.points = points
    }
  }

  package let anchor = "ladder"
  package let title = "The methods compared"
  /// From the cheapest up.
  package var rungs: [Rung]
  package var curves: [Curve]
  /// What follows for the user.
  package var recommendation: String?

  package init(rungs: [Rung], curves: [Curve] = [], recommendation: String? = nil) {
    self.rungs = rungs
    self.curves = curves
    self.recommendation = recommendation
  }

  /// Macro F1 with its intervals.
  package var intervals: IntervalChart {
    IntervalChart(
      title: "Macro F1 with its 95 % interval",
      rows: rungs.map {
        .init(name: $0.name, value: $0.macroF1, low: $0.macroF1Interval.low, high: $0.macroF1Interval.high)
      })
  }

  /// The learning curves; nil where fewer than two sizes were tried.
  package var learning: LineChart? {
    guard Set(curves.flatMap { $0.points.map(\.rows) }).count > 1 else { return nil }
    var chart = LineChart(
      title: "Macro F1 by training rows", axis: "training rows",
      series: curves.map { curve in
        .init(curve.name, curve.points.sorted { $0.rows < $1.rows }.map { (Double($0.rows), $0.macroF1) })
      })
    chart.isLogarithmic = true
    return chart
  }

  package var body: Markup {
    var table = DataTable(["Method", "Accuracy", "Macro F1", "Training", "Rows/s", "Memory", "Size"])
    for rung in rungs {
      table.rows.append([
        .text(rung.name), .bar(rung.accuracy, Figures.fixed(rung.accuracy, 4)),
        .bar(rung.macroF1, Figures.fixed(rung.macroF1, 4)),
        .number(
          rung.trainingSeconds < 10
            ? Figures.fixed(rung.trainingSeconds, 2) + " s" : Figures.duration(rung.trainingSeconds)),
        .number(rung.rowsPerSecond.isFinite ? Figures.count(Int(min(max(rung.rowsPerSecond, 0), 1e12))) : "–"),
        .number(rung.memoryBytes.map(Figures.bytes) ?? "–"), .number(rung.sizeBytes.map(Figures.bytes) ?? "–"),
      ])
    }
    let recommendation: Markup = recommendation.map { "<p><b>\(Excerpt.cut($0, to: 1500))</b></p>" } ?? ""
    return """
      \(recommendation)
      <div class="pair">\(intervals.markup)\(learning.map(\.markup) ?? "")</div>
      \(table.markup)
      \(steps)
      """
  }

  private var steps: Markup {
    var table = DataTable(["Step", "Macro F1", "95 % interval", "p", ""])
    func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + Figures.fixed(value, 4) }
    for rung in rungs {
      guard let step = rung.step else { continue }
      table.rows.append([
        .text("\(rung.name) over \(step.over)"), .number(signed(step.gain)),
        .number("\(signed(step.low)) to \(signed(step.high))"), .number(Figures.fixed(step.p, 3)),
        .text(step.low > 0 ? "a gain" : step.high < 0 ? "a loss" : "no clear difference"),
      ])
    }
    return table.rows.isEmpty ? "" : "<h3>What each step adds</h3>\(table.markup)"
  }
}
