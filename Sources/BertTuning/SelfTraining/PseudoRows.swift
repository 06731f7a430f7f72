/// The texts without labels that are learnt from, with their predicted labels, and the weights of all rows.
///
/// A label takes at most ``PseudoRows/most`` times as many texts as it has labelled rows, those of the highest
/// probability first, and together they weigh no more than the labelled rows. All rows of a label weigh twice what its
/// labelled rows alone would. Where the classifier is sure of few texts, the labelled rows weigh more instead, so that
/// the labels keep their proportions.
package struct PseudoRows: Sendable, Equatable {
  /// Texts without labels, in their order.
  package private(set) var rows: [Int] = []
  /// The label of each of them.
  package private(set) var labels: [Int] = []
  /// The weight of a labelled row of each label, and that of one of ``rows``; the mean over all rows is 1. `[C]`
  package private(set) var labelledWeights: [Double]
  package private(set) var weights: [Double]

  /// The most texts of a label for each of its labelled rows.
  package static let most = 4

  /// - Parameters:
  ///   - probabilities: The predictions for the texts, `[texts, C]`.
  ///   - labelled: Labelled rows of each label, `[C]`.
  ///   - threshold: The probability from which on a text is taken.
  package init(probabilities: [Double], labelled: [Int], threshold: Double) {
    let classes = labelled.count
    var sure = [[(row: Int, probability: Double)]](repeating: [], count: classes)
    for row in 0..<probabilities.count / max(1, classes) {
      let own = probabilities[row * classes..<(row + 1) * classes], highest = own.max() ?? 0
      guard highest >= threshold, let place = own.firstIndex(of: highest) else { continue }
      sure[place - own.startIndex].append((row, highest))
    }
    labelledWeights = [Double](repeating: 1, count: classes)
    weights = [Double](repeating: 0, count: classes)
    var taken: [(row: Int, label: Int)] = []
    for label in 0..<classes where labelled[label] > 0 {
      // Of equal ones the earlier.
      let surest = sure[label].sorted { ($1.probability, $0.row) < ($0.probability, $1.row) }
        .prefix(Self.most * labelled[label])
      taken += surest.map { ($0.row, label) }
      let own = Double(labelled[label]), count = Double(surest.count)
      weights[label] = count == 0 ? 0 : min(1, own / count)
      labelledWeights[label] = 2 - weights[label] * count / own
    }
    for (row, label) in taken.sorted(by: { $0.row < $1.row }) {
      rows.append(row)
      labels.append(label)
    }
    let all = labelled.reduce(0, +) + rows.count, sum = 2 * Double(labelled.reduce(0, +))
    let scale = sum > 0 ? Double(all) / sum : 1
    labelledWeights = labelledWeights.map { $0 * scale }
    weights = weights.map { $0 * scale }
  }
}
