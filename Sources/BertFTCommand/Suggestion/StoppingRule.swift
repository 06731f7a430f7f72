import BertFT
import BertStorage

/// Whether more labels are likely to change a classifier: the agreement of two rounds' classifiers on rows without a label
/// (Bloodgood and Vijay-Shanker, "A method for stopping active learning based on stabilizing predictions and the need for
/// user-adjustable stopping", 2009).
struct StoppingRule {
  let agreement: CohenKappa
  /// The earlier bundle's name on the command line.
  let previous: String

  /// From this agreement on the answers count as stable.
  static let threshold = 0.99

  /// Whether labelling can stop.
  var isStable: Bool { (agreement.value ?? 0) >= Self.threshold }

  /// - Parameters:
  ///   - predictions: The answers of the bundle. [N]
  ///   - earlier: The answers of the earlier bundle. [N]
  ///   - labels: The bundle's labels. [C]
  ///   - earlierLabels: The earlier bundle's labels, in any order. [C]
  ///   - previous: The earlier bundle's name on the command line.
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

  /// The verdict as text.
  var line: String {
    let rows = Figures.count(agreement.rows, "row")
    guard let kappa = agreement.value else {
      return "both bundles give all \(rows) one label, which does not say whether to stop"
    }
    let figure = "agreement with \(previous) on \(rows): kappa \(Figures.fixed(kappa, 4))"
    return isStable
      ? figure
        + ", \(Self.threshold) or more: more labels are not likely to change the answers; stop, best after three such rounds"
      : figure + ", below \(Self.threshold): the answers still change; label more"
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
