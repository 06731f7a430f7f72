import BertFT
import BertFeatures
import BertKernels
import BertStorage

/// A forecast of the accuracy that more labels bring to a head on the bundle's vectors.
struct LabelForecast {
  /// How many rows are labelled.
  let rows: Int
  /// How many labelled rows a forecast needs; nil where there are enough.
  let needed: Int?
  /// Why there is no forecast; nil where there is one.
  let refusal: String?
  private let curve: LearningCurve?
  private let laws: [PowerLaw]
  private let points: [AccuracyForecast.Point]
  /// The wanted number of further labels, where it is too large for a forecast; else nil.
  private let beyond: Int?

  /// The numbers of further labels that are forecast beside the wanted one, where they are not too large.
  private static let usual = [50, 100, 200, 500, 1000]

  /// - Parameters:
  ///   - source: The labelled rows and the bundle.
  ///   - bundle: The bundle's name on the command line.
  ///   - count: The number of rows that are suggested.
  ///   - seed: The seed of the cross-validation.
  /// - Throws: What computing the vectors throws.
  init(_ source: SuggestionSource, bundle: String, count: Int, seed: UInt64) throws {
    let labels = source.labelled.map { $0.label ?? 0 }
    rows = labels.count
    let needed = LearningCurve.needed(classes: max(2, Set(labels).count))
    if let reason = Self.refusal(source, bundle: bundle, labels: labels, needed: needed) {
      refusal = "no forecast: \(reason)"
      self.needed = labels.count < needed ? needed : RowAudit.canTell(labels) ? nil : labels.count + 1
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

  /// Methods whose encoder has not seen the labels. Vectors that learnt from the labels would make the labelled rows
  /// look easier than new ones.
  private static let frozen: [TrainingMethod] = [.features, .prototypes, .knn]

  /// Why there can be no forecast, and what would change that; nil where there can be one.
  private static func refusal(
    _ source: SuggestionSource, bundle: String, labels: [Int], needed: Int
  ) -> String? {
    if let method = source.classifier.record?.method, !frozen.contains(method) || !source.hasEncoder {
      return
        "\(bundle) is of --method \(method.rawValue), and vectors that have not learnt from the labels are needed; give a "
        + "bundle of --method features"
    }
    if source.classifier.record == nil {
      return
        "\(bundle) is not a bundle, so that its vectors may have learnt from the labels; give a bundle of --method features"
    }
    if labels.isEmpty { return "it is made from the rows that were labelled so far; give them with --labelled" }
    if labels.count < needed {
      return "\(Figures.count(labels.count, "labelled row")) are too few to see how the accuracy grows; label "
        + "\(Figures.count(needed)) at least"
    }
    return RowAudit.canTell(labels) ? nil : "fewer than two labels have two rows or more; label more of them"
  }

  /// The forecast as text; empty where there is none.
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
        "  \(Figures.count(beyond)) more are over \(AccuracyForecast.reach) times the labelled rows, too many for a forecast; label "
          + "some first")
    }
    return lines
  }

  /// The forecast as an object.
  var json: JSONValue {
    [
      "labelled": .integer(rows), "needed": needed.map { .integer($0) } ?? .null,
      "refusal": refusal.map { .string($0) } ?? .null,
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
