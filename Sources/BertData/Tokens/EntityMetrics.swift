import BertStorage

/// How well entities were found. As in seqeval 1.2.2, an entity is right where its label, start and end are.
public struct EntityMetrics: Sendable, Equatable {
  /// Sentences or texts.
  public let rows: Int
  /// The labels of the true and of the found entities, sorted by their scalars.
  public let labels: [String]
  /// The figures of each label, in the order of `labels`.
  public let perLabel: [ClassMetrics]
  /// The share of the found entities that are right; 0 where none was found.
  public let precision: Double
  /// The share of the true entities that were found; 0 where there are none.
  public let recall: Double
  /// The harmonic mean of precision and recall, over all entities.
  public let f1: Double

  /// The mean of the labels' F1; 0 without labels.
  public var macroF1: Double { perLabel.isEmpty ? 0 : perLabel.reduce(0) { $0 + $1.f1 } / Double(perLabel.count) }

  /// The number of true entities.
  public var support: Int { perLabel.reduce(0) { $0 + $1.support } }

  /// Counts entities row by row.
  ///
  /// - Parameters:
  ///   - truth: the true entities of each row.
  ///   - found: the entities that were found in each row.
  /// - Precondition: both have the same length.
  public init(truth: [[LabelledRange]], found: [[LabelledRange]]) {
    precondition(truth.count == found.count, "as many rows of true entities as of found ones")
    var counts: [String: Counts] = [:]
    for (truth, found) in zip(truth, found) {
      let truth = Set(truth), found = Set(found)
      for entity in truth { counts[entity.label, default: Counts()].truth += 1 }
      for entity in found {
        counts[entity.label, default: Counts()].found += 1
        if truth.contains(entity) { counts[entity.label, default: Counts()].right += 1 }
      }
    }
    rows = truth.count
    let sorted = counts.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
    labels = sorted.map(\.key)
    perLabel = sorted.map(\.value.figures)
    let total = counts.values.reduce(into: Counts()) { sum, next in
      sum.truth += next.truth
      sum.found += next.found
      sum.right += next.right
    }.figures
    (precision, recall, f1) = (total.precision, total.recall, total.f1)
  }

  private struct Counts {
    var truth = 0
    var found = 0
    var right = 0

    var figures: ClassMetrics { ClassMetrics(correct: right, predicted: found, support: truth) }
  }

  /// One JSON object on one line:
  /// `{"rows":…,"precision":…,"recall":…,"f1":…,"per_label":{label:{"precision","recall","f1","support"}}}`.
  public var json: String {
    let members = zip(labels, perLabel).map { (key: $0, value: $1.document) }
    let document: JSONValue = [
      "rows": .integer(rows), "precision": .double(precision), "recall": .double(recall), "f1": .double(f1),
      "per_label": .object(members),
    ]
    return document.line
  }
}
