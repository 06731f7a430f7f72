package import BertData

/// A comparison of methods on the same rows, from the cheapest up: what each step adds.
package struct LadderSection: ReportSection {
  /// A method.
  package struct Rung: Sendable {
    package var name: String
    /// The values of the other metrics, in the order of ``LadderSection/besides``.
    package var besides: [Double]
    /// The value of the metric that decides.
    package var deciding: Double
    /// The ends of its 95 % interval.
    package var interval: (low: Double, high: Double)
    package var trainingSeconds: Double
    package var rowsPerSecond: Double
    package var memoryBytes: Int?
    package var sizeBytes: Int?
    /// What it adds to the method that it was compared with.
    package var step: Step?

    package init(
      name: String, besides: [Double], deciding: Double, interval: (low: Double, high: Double),
      trainingSeconds: Double, rowsPerSecond: Double, memoryBytes: Int?, sizeBytes: Int?, step: Step? = nil
    ) {
      self.name = name
      self.besides = besides
      self.deciding = deciding
      self.interval = interval
      self.trainingSeconds = trainingSeconds
      self.rowsPerSecond = rowsPerSecond
      self.memoryBytes = memoryBytes
      self.sizeBytes = sizeBytes
      self.step = step
    }
  }

  /// A paired difference of the deciding figure.
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

  /// A method's deciding figure by the number of training rows.
  package struct Curve: Sendable {
    package var name: String
    package var points: [(rows: Int, value: Double)]

    package init(name: String, points: [(rows: Int, value: Double)]) {
      self.name = name
      self.points = points
    }
  }

  package var anchor = "ladder"
  package var title = "The methods compared"
  /// The methods, from the cheapest up.
  package var rungs: [Rung]
  package var curves: [Curve]
  /// The metrics other than the one that decides.
  package var besides: [Metric]
  /// The metric that decides.
  package var deciding: Metric
  /// The pair of methods that decides the recommendation, where it is not one of the steps.
  package var decisive: (name: String, step: Step)?
  /// The method that the user should take, and why.
  package var recommendation: String?

  package init(
    rungs: [Rung], curves: [Curve] = [], besides: [Metric], deciding: Metric, recommendation: String? = nil
  ) {
    self.rungs = rungs
    self.curves = curves
    self.besides = besides
    self.deciding = deciding
    self.recommendation = recommendation
  }

  /// The deciding figure with its intervals.
  package var intervals: IntervalChart {
    IntervalChart(
      title: "\(deciding.heading) with its 95 % interval",
      rows: rungs.map {
        .init(name: $0.name, value: $0.deciding, low: $0.interval.low, high: $0.interval.high)
      })
  }

  /// The learning curves; nil where fewer than two sizes were tried.
  package var learning: LineChart? {
    guard Set(curves.flatMap { $0.points.map(\.rows) }).count > 1 else { return nil }
    var chart = LineChart(
      title: "\(deciding.heading) by training rows", axis: "training rows",
      series: curves.map { curve in
        .init(curve.name, curve.points.sorted { $0.rows < $1.rows }.map { (Double($0.rows), $0.value) })
      })
    chart.isLogarithmic = true
    return chart
  }

  package var body: Markup {
    var table = DataTable(
      ["Method"] + besides.map(\.heading) + [deciding.heading, "Training", "Rows/s", "Memory", "Size"])
    for rung in rungs {
      let figures = zip(rung.besides + [rung.deciding], besides + [deciding]).map { cell($0, $1) }
      table.rows.append(
        [.text(rung.name)] + figures + [
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

  /// A share has a bar; errors and R², which may be negative, have none.
  private func cell(_ value: Double, _ metric: Metric) -> DataTable.Cell {
    let text = Figures.fixed(value, 4)
    return metric.isShare ? .bar(value, text) : .number(text)
  }

  private var steps: Markup {
    var table = DataTable(["Step", deciding.heading, "95 % interval", "p", ""])
    func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + Figures.fixed(value, 4) }
    let steps = rungs.compactMap { rung in rung.step.map { ("\(rung.name) over \($0.over)", $0) } }
    for (name, step) in steps + (decisive.map { [($0.name, $0.step)] } ?? []) {
      table.rows.append([
        .text(name), .number(signed(step.gain)),
        .number("\(signed(step.low)) to \(signed(step.high))"), .number(Figures.fixed(step.p, 3)),
        .text(step.low > 0 ? "a gain" : step.high < 0 ? "a loss" : "no clear difference"),
      ])
    }
    return table.rows.isEmpty ? "" : "<h3>What each step adds</h3>\(table.markup)"
  }
}
