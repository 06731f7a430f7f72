import BertFT
import BertStorage

/// Whether more labels are likely to change a classifier: the agreement of two rounds' classifiers on rows without a label
/// (Bloodgood and Vijay-Shanker, "A method for stopping active learning based on stabilizing predictions and the need for
/// user-adjustable stopping", 2009).
struct StoppingRule {
  let agreement: CohenKappa
  /// How the earlier bundle is called.
  let previous: String

  /// The agreement from which the answers count as stable.
  static let threshold = 0.99

  /// Whether labelling can stop.
  var isStable: Bool { (agreement.value ?? 0) >= Self.threshold }

  /// - Throws: `CommandFailure` where the two do not have the same labels.
  init(
    _ predictions: [Prediction], _ earlier: [Prediction], labels: [String], earlierLabels: [String], previous: String
  ) throws(CommandFailure) {
    let places = Dictionary(labels.enumerated().map { (Array($1.utf8), $0) }) { first, _ in first }
    let mapped = earlierLabels.map { places[Array($0.utf8)] }
    guard labels.count == earlierLabels.count, mapped.allSatisfy({ $0 != nil }) else {
      throw CommandFailure(
        .usage, "\(previous) has other labels than the bundle", remedy: "Give the bundle of the round before.")
    }
    agreement = CohenKappa(first: predictions.map(\.index), second: earlier.compactMap { mapped[$0.index] })
    self.previous = previous
  }

  /// The verdict in words.
  var line: String {
    let rows = Figures.count(agreement.rows, "row")
    guard let kappa = agreement.value else {
      return "both bundles give all \(rows) one label, which does not say whether to stop"
    }
    let told = "agreement with \(previous) on \(rows): kappa \(Figures.fixed(kappa, 4))"
    return isStable
      ? told
        + ", \(Self.threshold) or more: more labels are not likely to change the answers; stop, best after three such rounds"
      : told + ", below \(Self.threshold): the answers still change; go on"
  }

  /// The verdict as an object.
  var json: JSONValue {
    [
      "previous": .string(previous), "rows": .integer(agreement.rows), "same": .integer(agreement.same),
      "kappa": agreement.value.map(JSONValue.double) ?? .null, "threshold": .double(Self.threshold),
      "stop": .bool(isStable),
    ]
  }
}
