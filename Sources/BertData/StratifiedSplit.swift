/// Splits rows in two so that each label keeps its share.
public enum StratifiedSplit {
  /// Splits row indices at random.
  ///
  /// The held part has `fraction` of the rows, rounded to the nearest. The share of each label is by largest remainder.
  /// A label with two rows or more has at least one on either side, so that the held part may be larger than its
  /// fraction; the only row of a label goes to training. The same labels, fraction and seed give the same split
  /// everywhere.
  ///
  /// - Parameters:
  ///   - labels: the label index of each row.
  ///   - fraction: the held share, taken as 0...1.
  ///   - seed: decides which rows are held.
  /// - Returns: row indices, ascending on both sides; each row is on exactly one.
  public static func split(
    labels: [Int], fraction: Double, seed: UInt64
  ) -> (training: [Int], held: [Int]) {
    let share = fraction.isFinite ? min(max(fraction, 0), 1) : 0
    guard share > 0 else { return (Array(labels.indices), []) }
    var rowsOf: [Int: [Int]] = [:]
    for (row, label) in labels.enumerated() { rowsOf[label, default: []].append(row) }
    // In the order of the labels, as dictionaries have no fixed order.
    let classes = rowsOf.sorted { $0.key < $1.key }.map(\.value)
    let counts = heldCounts(classes.map(\.count), share: share)
    var generator = SeededGenerator(seed: seed)
    var isHeld = [Bool](repeating: false, count: labels.count)
    for (rows, count) in zip(classes, counts) {
      var order = rows
      generator.shuffle(&order)
      for row in order.prefix(count) { isHeld[row] = true }
    }
    return (labels.indices.filter { !isHeld[$0] }, labels.indices.filter { isHeld[$0] })
  }

  /// How many rows of each class are held.
  private static func heldCounts(_ sizes: [Int], share: Double) -> [Int] {
    let exact = sizes.map { Double($0) * share }
    var counts = exact.map { Int($0.rounded(.down)) }
    let target = Int((Double(sizes.reduce(0, +)) * share).rounded())
    let byRemainder = sizes.indices.sorted {
      let (left, right) = (exact[$0] - Double(counts[$0]), exact[$1] - Double(counts[$1]))
      return left != right ? left > right : $0 < $1
    }
    for index in byRemainder.prefix(max(0, target - counts.reduce(0, +))) { counts[index] += 1 }
    for (index, size) in sizes.enumerated() {
      counts[index] = size < 2 ? 0 : min(max(counts[index], 1), size - 1)
    }
    return counts
  }
}
