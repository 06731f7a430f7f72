/// How many rows of each given label have each true label, as far as a model is confident: confident learning
/// (Northcutt, Jiang and Chuang, "Confident learning: estimating uncertainty in dataset labels", 2021), with the counts
/// of cleanlab 2.
package struct ConfidentJoint: Sendable, Equatable {
  package let classes: Int
  /// The mean probability of a class over the rows with this given label. A row is confidently of the class from this
  /// probability on. 2, which no probability reaches, for a class without rows. [C]
  package let thresholds: [Double]
  /// Confident rows by their given label and the class that they are confidently of; at least 1 on the diagonal.
  /// [given, true]
  package let counts: [Int]
  /// The same, scaled so that each given label has all its rows, in whole numbers. [given, true]
  package let calibrated: [Int]

  /// A probability may lie below its threshold by this, and a threshold is at least twice this.
  private static let rounding = 1e-6

  /// - Parameters:
  ///   - labels: The given labels, 0 ..< classes. [N]
  ///   - probabilities: By a model that has not seen the row. [N, C]
  ///   - classes: C.
  /// - Throws: `tooFewRows`, `length`, `option`, `notFinite`.
  package init(labels: [Int], probabilities: [Double], classes: Int) throws(VectorRowsError) {
    try Self.check(labels, probabilities, classes)
    var sums = [Double](repeating: 0, count: classes), sizes = [Int](repeating: 0, count: classes)
    for (row, label) in labels.enumerated() {
      sums[label] += probabilities[row * classes + label]
      sizes[label] += 1
    }
    let thresholds = zip(sums, sizes).map { $1 > 0 ? max(2 * Self.rounding, $0 / Double($1)) : 2 }
    var counts = [Int](repeating: 0, count: classes * classes)
    for (row, label) in labels.enumerated() {
      let values = probabilities[row * classes..<(row + 1) * classes]
      let confident = (0..<classes).filter { values[values.startIndex + $0] >= thresholds[$0] - Self.rounding }
      guard let first = confident.first else { continue }
      // Of several confident classes, the most probable one counts.
      counts[label * classes + (confident.count > 1 ? Self.largest(values) : first)] += 1
    }
    for label in 0..<classes { counts[label * classes + label] = max(1, counts[label * classes + label]) }
    self.classes = classes
    self.thresholds = thresholds
    self.counts = counts
    calibrated = Self.calibrated(counts, sizes: sizes)
  }

  static func check(_ labels: [Int], _ probabilities: [Double], _ classes: Int) throws(VectorRowsError) {
    guard classes >= 2 else { throw .option(name: "the number of classes", rule: "at least 2") }
    guard !labels.isEmpty else { throw .tooFewRows(found: 0, needed: 1) }
    guard probabilities.count == labels.count * classes else {
      throw .length(name: "the probabilities", found: probabilities.count, rows: labels.count)
    }
    guard labels.allSatisfy({ (0..<classes).contains($0) }) else {
      throw .option(name: "the labels", rule: "from 0 to below the number of classes, \(classes)")
    }
    if let place = probabilities.firstIndex(where: { !$0.isFinite }) { throw .notFinite(row: place / classes) }
  }

  /// The offset of the largest value, the first of equals.
  static func largest(_ values: ArraySlice<Double>) -> Int {
    var best = values.startIndex
    for index in values.indices where values[index] > values[best] { best = index }
    return best - values.startIndex
  }

  /// Scales the counts of each label to its size, then all to the number of rows, and rounds them.
  private static func calibrated(_ counts: [Int], sizes: [Int]) -> [Int] {
    let classes = sizes.count
    var values: [Double] = []
    for label in 0..<classes {
      let row = counts[label * classes..<(label + 1) * classes]
      let sum = Double(row.reduce(0, +))
      for count in row { values.append(Double(count) / sum * Double(sizes[label])) }
    }
    let sum = values.reduce(0, +), all = Double(sizes.reduce(0, +))
    if sum > 0 { for index in values.indices { values[index] = values[index] / sum * all } }
    return (0..<classes).flatMap { WholeNumbers.rounded(values[$0 * classes..<($0 + 1) * classes]) }
  }
}
