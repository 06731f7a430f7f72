import BertFT
import BertFeatures
import BertKernels
import BertStorage

/// What accuracy more labels are likely to bring to a head on the bundle's vectors.
struct LabelForecast {
  /// The rows that were labelled.
  let rows: Int
  /// The rows that are needed, where there are too few.
  let needed: Int?
  /// Why nothing is told; nil where something is.
  let refusal: String?
  private let curve: LearningCurve?
  private let laws: [PowerLaw]
  private let points: [AccuracyForecast.Point]
  /// The labels asked about that are too many more to tell.
  private let beyond: Int?

  /// How many labels more are told of, where that is within reach, beside the number asked for.
  private static let usual = [50, 100, 200, 500, 1000]

  /// - Parameters:
  ///   - source: Its labelled rows are learnt from.
  ///   - bundle: How the bundle is called.
  ///   - count: The number of rows that are suggested.
  /// - Throws: `CommandFailure` for a bundle whose encoder has seen the labels, or has none; what the vectors throw.
  init(_ source: SuggestionSource, bundle: String, count: Int, seed: UInt64) throws {
    guard source.classifier.record?.method == .features else {
      throw CommandFailure(
        .usage,
        "\(bundle) is not of --method features, and --forecast is for that: vectors that have learnt from the labels, or "
          + "may have, make the rows look easier than others",
        remedy: "Give a bundle of train --method features, or leave --forecast out.")
    }
    let labels = source.labelled.map { $0.label ?? 0 }
    rows = labels.count
    let needed = LearningCurve.needed(classes: max(2, Set(labels).count))
    guard labels.count >= needed, RowAudit.canTell(labels) else {
      self.needed = labels.count < needed ? needed : labels.count + 1
      refusal =
        labels.count < needed
        ? "no forecast: \(Figures.count(rows, "labelled row")) are too few to see how the accuracy grows; label "
          + "\(Figures.count(needed)) at least"
        : "no forecast: fewer than two labels have two rows or more; label more of them"
      (curve, laws, points, beyond) = (nil, [], [], nil)
      return
    }
    let vectors = try source.vectors(of: [source.labelled])[0]
    let curve = try LearningCurve(
      vectors, labels: labels, classes: source.classifier.labels.count, seed: seed,
      compute: Compute(threads: source.threads)
    ) { source.console.progress($0, "learning curve") }
    source.console.endProgress()
    let forecast = try AccuracyForecast(curve, rows: rows, seed: seed)
    (self.curve, self.needed, refusal, laws) = (curve, nil, nil, forecast.laws)
    points = Set(Self.usual + [count]).sorted().compactMap { forecast.accuracy(more: $0) }
    beyond = forecast.accuracy(more: count) == nil ? count : nil
  }

  /// The forecast in words; none where nothing is told.
  var lines: [String] {
    guard let curve, let largest = curve.sizes.last, let now = curve.accuracies.last else { return [] }
    var lines = [
      "forecast from \(Figures.count(rows, "labelled row")): a head on the vectors has accuracy \(Figures.fixed(now, 4)) with "
        + "\(Figures.count(Int(largest.rounded()))) of them, by cross-validation; with labels for rows drawn like these"
    ]
    lines += points.map { point in
      "  \(Figures.count(point.more)) more: \(Figures.fixed(point.accuracy, 4)) "
        + "(95 %: \(Figures.fixed(point.interval.lowerBound, 4)) to \(Figures.fixed(point.interval.upperBound, 4)))"
    }
    if let beyond {
      lines.append(
        "  \(Figures.count(beyond)) more are beyond \(AccuracyForecast.reach) times the rows that there are, which nothing here tells; "
          + "label some first")
    }
    return lines
  }

  /// The forecast as an object.
  var json: JSONValue {
    [
      "labelled": .integer(rows), "needed": needed.map { .integer($0) } ?? .null,
      "curve": .array(
        zip(curve?.sizes ?? [], curve?.accuracies ?? []).map { ["rows": .double($0), "accuracy": .double($1)] }),
      "laws": .array(
        laws.map { ["limit": .double($0.limit), "scale": .double($0.scale), "rate": .double($0.rate)] }),
      "expected": .array(
        points.map {
          [
            "more": .integer($0.more), "accuracy": .double($0.accuracy), "low": .double($0.interval.lowerBound),
            "high": .double($0.interval.upperBound),
          ]
        }),
    ]
  }
}
