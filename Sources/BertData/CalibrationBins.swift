/// Confidence beside success, gathered in bins of equal width over 0...1.
struct CalibrationBins {
  private var rows: [Int]
  private var correct: [Int]
  private var confidence: [Double]

  init(count: Int) {
    rows = Array(repeating: 0, count: count)
    correct = rows
    confidence = Array(repeating: 0, count: count)
  }

  /// Counts a row. Bin b holds confidences above b/n up to (b+1)/n, the first one 0 as well.
  mutating func add(confidence value: Double, isCorrect: Bool) {
    let bins = rows.count
    // The edges themselves decide, not a multiplication that rounds.
    let bin = (0..<bins).first { value <= Double($0 + 1) / Double(bins) } ?? bins - 1
    rows[bin] += 1
    correct[bin] += isCorrect ? 1 : 0
    confidence[bin] += value
  }

  /// Σ rows in bin / all rows · |accuracy in bin − mean confidence in bin|; 0 without rows.
  var error: Double {
    let all = Double(max(rows.reduce(0, +), 1))
    return rows.indices.reduce(0) { $0 + abs(Double(correct[$1]) - confidence[$1]) } / all
  }
}
