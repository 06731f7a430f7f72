import BertData
import BertReport
import Testing

/// The numbers behind the drawings, computed by hand.
@Suite struct ChartTests {
  @Test(
    "Ticks are round numbers around the values",
    arguments: [
      (0.0, 1.0, 5, [0, 0.2, 0.4, 0.6, 0.8, 1], 1), (0.13, 0.87, 5, [0, 0.2, 0.4, 0.6, 0.8, 1], 1),
      (0.71, 0.79, 5, [0.7, 0.72, 0.74, 0.76, 0.78, 0.8], 2), (0, 97, 4, [0, 50, 100], 0),
      (-3, 7, 6, [-4, -2, 0, 2, 4, 6, 8], 0), (0, 1234, 5, [0, 500, 1000, 1500], 0),
      (0.0001, 0.0009, 5, [0, 0.0002, 0.0004, 0.0006, 0.0008, 0.001], 4),
    ] as [(Double, Double, Int, [Double], Int)])
  func ticks(low: Double, high: Double, count: Int, values: [Double], decimals: Int) {
    let ticks = AxisTicks(from: low, to: high, count: count)
    #expect(ticks.values == values)
    #expect(ticks.decimals == decimals)
  }

  @Test(
    "Ticks hold whatever comes",
    arguments: [(5.0, 5.0), (0, 0), (.nan, 1), (2, 1), (-.infinity, .infinity), (1e300, 1e301), (1, 1 + 1e-15)])
  func degenerateTicks(low: Double, high: Double) {
    let ticks = AxisTicks(from: low, to: high)
    #expect(ticks.values.count >= 2 && ticks.values.count < 20)
    #expect(ticks.low < ticks.high)
    if low.isFinite, high.isFinite, low <= high, abs(high) < 1e12 { #expect(ticks.low <= low && ticks.high >= high) }
  }

  @Test("Places on a straight and on a logarithmic axis")
  func scales() {
    let straight = Scale((0, 10), to: (100, 0))
    #expect(straight(0) == 100 && straight(10) == 0 && straight(2.5) == 75)
    let logarithmic = Scale((10, 1000), to: (0, 200), isLogarithmic: true)
    #expect(abs(logarithmic(100) - 100) < 1e-9)
    #expect(Scale((3, 3), to: (0, 10))(3) == 5)
    #expect(Scale((0, 1), to: (0, 10))(.nan) == 5)
  }

  @Test("A curve's points stand where their values are")
  func curve() {
    let chart = LineChart(title: "t", axis: "epoch", series: [.init("a", [(1, 0), (2, 0.5), (3, 1), (4, .nan)])])
    // The plot is 56 to 336 across between the outer epochs, 190 at the lowest tick and 12 at the highest.
    let places = chart.places(of: chart.series[0])
    #expect(places.map(\.x) == [56, 196, 336])
    #expect(places.map(\.y) == [190, 101, 12])
    #expect(chart.yTicks.values == [0, 0.2, 0.4, 0.6, 0.8, 1])
    #expect(chart.markup.html.contains("d=\"M56 190L196 101L336 12\""))
  }

  @Test("Of many epochs eight at most are named, the last among them")
  func manyEpochs() {
    let points = (1...100).map { (x: Double($0), y: 1 / Double($0)) }
    let chart = LineChart(title: "t", axis: "epoch", series: [.init("a", points)])
    #expect(chart.xTicks.count <= 8 && chart.xTicks.last == 100)
  }

  @Test("Settings are points by their rate, equal factors apart, and rates that touch are named once")
  func rates() throws {
    func trial(_ number: Int, _ method: String?, _ rate: Double?, _ score: Double?) -> SettingsSection.Trial {
      .init(
        number: number, setting: "s", method: method, rate: rate, score: score, standardError: 0.01, figure: nil,
        rows: 9,
        seconds: 1, outcome: "passed", command: nil)
    }
    var trials = [
      trial(1, "finetune", 1e-3, 0.4), trial(2, "finetune", 1e-5, 0.8), trial(3, nil, nil, 0.6),
      trial(4, "lora", 1e-4, 0.6), trial(5, "finetune", 1e-4, nil), trial(6, "lora", 1.02e-4, 0.6),
    ]
    let chart = try #require(SettingsSection(metric: .accuracy, sentences: [], trials: trials).rateChart)
    #expect(chart.series.map(\.name) == ["finetune", "lora"])
    let places = chart.places(of: chart.series[0])
    #expect(places.map(\.x) == [56, 336] && places.map(\.y) == [12, 190])
    #expect(abs(chart.places(of: chart.series[1])[0].x - 196) < 1e-9)
    #expect(chart.xTicks == [1e-5, 1.02e-4, 1e-3])
    let drawn = chart.markup.html
    #expect(drawn.contains(">1e-05</text>") && drawn.contains("peak learning rate 0.0001: 0.6000"))
    #expect(!drawn.contains("class=\"line s0\" d=\"M56"))
    trials.removeLast(3)
    #expect(SettingsSection(metric: .accuracy, sentences: [], trials: trials).rateChart == nil)
  }

  @Test("Bars of the reliability diagram: bin, accuracy, mean confidence, error")
  func reliability() {
    var bins = CalibrationBins(count: 10)
    for (confidence, isCorrect) in [(0.95, true), (0.95, true), (0.95, false), (0.85, true), (0.55, false)] {
      bins.add(confidence: confidence, isCorrect: isCorrect)
    }
    // (3·|2/3 − 0.95| + |1 − 0.85| + |0 − 0.55|) / 5 = (0.85 + 0.15 + 0.55) / 5
    #expect(abs(bins.error - 0.31) < 1e-12)
    let diagram = ReliabilityDiagram(bins)
    #expect(diagram.bar(0) == nil)
    // 300 pixels across, 210 down from 10: bin 9 begins at 46 + 270, and two thirds are 140 above 220.
    let last = diagram.bar(9)
    #expect(last.map { abs($0.x - 317) < 1e-9 && abs($0.width - 28) < 1e-9 && abs($0.top - 80) < 1e-9 } == true)
    #expect(diagram.bar(8).map { abs($0.top - 10) < 1e-9 } == true)
    #expect(diagram.bar(5).map { abs($0.top - 220) < 1e-9 } == true)
  }

  @Test("A histogram counts every text once; one endless text does not press the others together")
  func histogram() {
    let lengths = Array(repeating: 3, count: 40) + Array(1...60) + [2_000_000]
    let histogram = LengthHistogram(lengths: lengths, limit: 64, unit: "tokens")
    #expect(histogram.counts.reduce(0, +) == 101)
    #expect(histogram.counts.count < 60 && histogram.binWidth <= 10)
    #expect(histogram.hasOverflow)
    #expect(histogram.counts.last == 1)
    #expect(LengthHistogram(lengths: [], limit: nil, unit: "words").counts.reduce(0, +) == 0)
    #expect(!LengthHistogram(lengths: [1, 2, 2], limit: nil, unit: "words").hasOverflow)
  }

  @Test("Intervals stand between the ticks")
  func intervals() {
    let chart = IntervalChart(
      title: "t",
      rows: [.init(name: "a", value: 0.5, low: 0.4, high: 0.6), .init(name: "b", value: 0.8, low: 0.7, high: 0.8)])
    #expect(chart.ticks.values == [0.4, 0.5, 0.6, 0.7, 0.8])
    // 332 pixels from 14 for 0.4.
    let first = chart.places(0)
    #expect(abs(first.low - 14) < 1e-6 && abs(first.value - 97) < 1e-6 && abs(first.high - 180) < 1e-6)
    #expect(chart.places(1).y - first.y == 34)
  }
}
