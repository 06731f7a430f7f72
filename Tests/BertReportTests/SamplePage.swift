import BertData
import BertReport

/// Pages as a run gives them, of values that no well-behaved data has.
enum SamplePage {
  static let hostile = [
    "<script>document.title='broken'</script>", "\"><img src=x onerror=alert(1)>", "</style></title>&amp;'\u{0}\u{1B}",
    String(repeating: "W", count: 100_000), "\u{202E}gnp.exe\u{2066}",
    "e" + String(repeating: "\u{301}", count: 50_000),
    "", "مرحبا بالعالم", "日本語のラベル", "{{7*7}}",
  ]

  static func metrics(_ labels: [String]) -> ClassificationMetrics {
    var generator = SeededGenerator(seed: 5)
    let classes = labels.count
    let truth = (0..<classes * 8).map { $0 % classes }
    let probabilities = truth.flatMap { label -> [Double] in
      var row = (0..<classes).map { $0 == label ? 0.6 + generator.nextUniform() : generator.nextUniform() }
      let sum = row.reduce(0, +)
      for index in row.indices { row[index] /= sum }
      return row
    }
    return ClassificationMetrics(labels: labels, truth: truth, flatProbabilities: probabilities)
  }

  /// A training run's page.
  static func training(labels: [String], epochs: Int = 3, isJudged: Bool = true) -> ReportPage {
    let metrics = metrics(labels)
    var bins = CalibrationBins()
    for row in 0..<100 { bins.add(confidence: 0.2 + Double(row) / 130, isCorrect: !row.isMultiple(of: 3)) }
    var data = DataSection(
      labels: labels,
      parts: [.init("training", counts: labels.indices.map { $0 * 7 }), .init("validation", counts: [])])
    data.lengths = LengthHistogram(lengths: (0..<500).map { $0 % 97 }, limit: 64, unit: "tokens")
    data.cut = (0.31, "truncate")
    data.shared = [.init("validation", NearDuplicates(training: hostile, held: hostile))]
    let mistakes = hostile.map { text in
      ErrorsSection.Mistake(
        pieces: [.init(text, weight: 1.5), .init(" and "), .init(text, weight: -1)], truth: text, predicted: "other",
        confidence: 0.99, truthConfidence: 0.001, line: 7)
    }
    var summary = SummarySection(
      rows: "80 validation rows", classifier: isJudged ? .init("this classifier", .singleLabel(metrics)) : nil)
    summary.notes = hostile
    let curves = CurvesSection(
      epochs: (1...epochs).map {
        .init(number: $0, trainingLoss: 1 / Double($0), validation: isJudged ? .singleLabel(metrics) : nil)
      }, best: 1)
    let judged: [any ReportSection] = [
      LabelsSection(metrics: metrics), CalibrationSection(bins: bins),
      ErrorsSection(mistakes: mistakes, total: 40, method: "gradient × input"),
    ]
    return ReportPage(
      title: hostile[0], lead: hostile[1],
      sections: [summary, curves] + (isJudged ? judged : []) + [
        data,
        RunSection(
          command: "bertft train '\(hostile[2])'", facts: hostile.map { .init($0, $0) }, options: [.init("seed", "42")]),
      ])
  }

  /// A comparison's page.
  static func comparison() -> ReportPage {
    let names = [
      "majority", "TF-IDF + logistic", "NB-SVM", "GloVe", "Word2Vec", "fastText", "frozen encoder", "fine-tuned",
    ]
    let rungs = names.enumerated().map { number, name in
      let value = 0.2 + 0.08 * Double(number)
      return LadderSection.Rung(
        name: name, besides: [value + 0.1], deciding: value, interval: (value - 0.03, value + 0.03),
        trainingSeconds: Double(number * number * 10), rowsPerSecond: 1e6 / Double(number + 1),
        memoryBytes: number == 0 ? nil : number * 90_000_000, sizeBytes: number * 12_000_000,
        step: number == 0
          ? nil : .init(over: names[number - 1], gain: 0.08, low: number == 3 ? -0.01 : 0.02, high: 0.12, p: 0.01))
    }
    let curves = rungs.map { rung in
      LadderSection.Curve(
        name: rung.name, points: [100, 300, 1000, 3000].map { ($0, rung.deciding * (1 - 10 / Double($0))) })
    }
    return ReportPage(
      title: "reviews-compare", lead: "Eight methods on the same 371 test rows.",
      sections: [
        LadderSection(
          rungs: rungs, curves: curves, besides: [.accuracy], deciding: .macroF1,
          recommendation: "The encoder adds 4.1 ± 1.3 points of macro-F1 for 9 minutes of training.")
      ])
  }
}
