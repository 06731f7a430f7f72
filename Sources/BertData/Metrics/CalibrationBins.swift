/// Confidence and accuracy of predictions, in bins of equal width over 0...1.
package struct CalibrationBins: Sendable {
  private var rows: [Int]
  private var correct: [Int]
  private var confidence: [Double]

  /// The rows of one bin.
  package struct Bin: Sendable, Equatable {
    /// How many rows.
    package let rows: Int
    /// The share of them that was predicted right; 0 without rows.
    package let accuracy: Double
    /// Their mean confidence; 0 without rows.
    package let confidence: Double
  }

  package init(count: Int = ClassificationMetrics.calibrationBins) {
    rows = Array(repeating: 0, count: count)
    correct = rows
    confidence = Array(repeating: 0, count: count)
  }

  /// Counts a row. Bin b holds confidences above b/n up to (b+1)/n, the first one 0 as well.
  package mutating func add(confidence value: Double, isCorrect: Bool) {
    let bins = rows.count
    // Compared with the edges, as a product would be rounded.
    let bin = (0..<bins).first { value <= Double($0 + 1) / Double(bins) } ?? bins - 1
    rows[bin] += 1
    correct[bin] += isCorrect ? 1 : 0
    confidence[bin] += value
  }

  /// Σ rows in bin / all rows · |accuracy in bin − mean confidence in bin|; 0 without rows.
  package var error: Double {
    let all = Double(max(rows.reduce(0, +), 1))
    return rows.indices.reduce(0) { $0 + abs(Double(correct[$1]) - confidence[$1]) } / all
  }

  /// The bins, from the lowest confidence up.
  package var bins: [Bin] {
    rows.indices.map { bin in
      let divisor = Double(max(rows[bin], 1))
      return Bin(rows: rows[bin], accuracy: Double(correct[bin]) / divisor, confidence: confidence[bin] / divisor)
    }
  }
}
