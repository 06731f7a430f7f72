/// Rows whose label is likely wrong, by confident learning and `prune_by_noise_rate` of cleanlab 2: of each given
/// label, as many rows as the joint has for another class, those with the greatest margin of that class over the given
/// one.
package struct LabelIssues: Sendable {
  /// How likely each label is right: the probability of the given label. [N]
  package let selfConfidence: [Double]
  /// (p(given) - max p(other) + 1) / 2. [N]
  package let normalizedMargin: [Double]
  /// Whether the label of each row is likely wrong. [N]
  package let flags: [Bool]
  /// The most probable label of each row, of equal ones the first. [N]
  package let suggestions: [Int]
  package let joint: ConfidentJoint

  /// The rows that are flagged, the least confident label first.
  package var ranked: [Int] {
    flags.indices.filter { flags[$0] }.sorted { (selfConfidence[$0], $0) < (selfConfidence[$1], $1) }
  }

  /// A given label whose probability is within this of the greatest counts as the label that the model predicts.
  private static let rounding = 1e-6

  /// - Parameters:
  ///   - labels: The given labels, 0 ..< classes. [N]
  ///   - probabilities: By a model that has not seen the row. [N, C]
  ///   - classes: C.
  /// - Throws: `tooFewRows`, `length`, `option`, `notFinite`.
  package init(labels: [Int], probabilities: [Double], classes: Int) throws(VectorRowsError) {
    let joint = try ConfidentJoint(labels: labels, probabilities: probabilities, classes: classes)
    func row(_ row: Int) -> ArraySlice<Double> { probabilities[row * classes..<(row + 1) * classes] }
    let own = labels.enumerated().map { probabilities[$0.offset * classes + $0.element] }
    let other = labels.enumerated().map { index, label in
      row(index).enumerated().reduce(-Double.infinity) { $1.offset == label ? $0 : max($0, $1.element) }
    }
    var flags = [Bool](repeating: false, count: labels.count)
    let pruned = Self.pruned(joint)
    for given in 0..<classes {
      let members = labels.indices.filter { labels[$0] == given }
      guard members.count > 1 else { continue }
      for other in 0..<classes where other != given && pruned[other * classes + given] > 0 {
        func margin(_ row: Int) -> Double {
          probabilities[row * classes + other] - probabilities[row * classes + given]
        }
        let order = members.sorted { (margin($1), $0) < (margin($0), $1) }
        for row in order.prefix(pruned[other * classes + given]) { flags[row] = true }
      }
    }
    // A label that the model itself predicts is no issue.
    for index in labels.indices where flags[index] {
      var values = row(index)
      values[values.startIndex + labels[index]] += Self.rounding
      if ConfidentJoint.largest(values) == labels[index] { flags[index] = false }
    }
    selfConfidence = own
    normalizedMargin = zip(own, other).map { ($0 - $1 + 1) / 2 }
    self.flags = flags
    suggestions = labels.indices.map { ConfidentJoint.largest(row($0)) }
    self.joint = joint
  }

  /// How many rows of each given label are flagged for each other class, so that each label keeps at least one row.
  /// [true, given]
  private static func pruned(_ joint: ConfidentJoint) -> [Int] {
    let classes = joint.classes
    var values = [Double](repeating: 0, count: classes * classes)
    for given in 0..<classes {
      for actual in 0..<classes {
        values[actual * classes + given] = Double(joint.calibrated[given * classes + actual])
      }
    }
    for given in 0..<classes {
      let own = values[given * classes + given], kept = max(1, own)
      let filled = (0..<classes).count { values[$0 * classes + given] != 0 }
      let less = (kept - own) / max(1, Double(filled) - 1)
      for place in 0..<classes { values[place * classes + given] = max(0, values[place * classes + given] - less) }
      values[given * classes + given] = kept
    }
    return values.map { Int($0) }
  }
}
