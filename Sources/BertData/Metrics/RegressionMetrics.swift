import BertStorage

/// How near predicted numbers are to the true ones.
///
/// The figures are scikit-learn's `mean_squared_error`, `mean_absolute_error` and `r2_score`, and SciPy's `pearsonr`
/// and `spearmanr`.
public struct RegressionMetrics: Sendable, Equatable {
  /// Rows judged.
  public let rows: Int
  /// The mean squared error.
  public let mse: Double
  /// The mean absolute error.
  public let mae: Double
  /// The share of the variance of the true numbers that is explained; negative where predicting their mean would be
  /// better. nil for fewer than two rows.
  public let r2: Double?
  /// Pearson's correlation; nil where either side does not vary.
  public let pearson: Double?
  /// Spearman's correlation: that of the ranks, where equal values share their mean rank; nil where either side does
  /// not vary.
  public let spearman: Double?

  /// Judges numbers. With no rows the errors are 0.
  ///
  /// - Parameters:
  ///   - truth: the true numbers, [rows].
  ///   - predictions: the predicted numbers, [rows].
  /// - Precondition: as many predictions as true numbers.
  public init(truth: [Double], predictions: [Double]) {
    precondition(truth.count == predictions.count, "a prediction for each row is needed")
    let count = Double(max(1, truth.count))
    let squares = zip(truth, predictions).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    rows = truth.count
    mse = squares / count
    mae = zip(truth, predictions).reduce(0) { $0 + abs($1.0 - $1.1) } / count
    let mean = truth.reduce(0, +) / count
    let variation = truth.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    r2 = truth.count < 2 ? nil : variation > 0 ? 1 - squares / variation : squares == 0 ? 1 : 0
    pearson = Self.correlation(truth, predictions)
    spearman = Self.correlation(Self.ranks(truth), Self.ranks(predictions))
  }

  private static func correlation(_ left: [Double], _ right: [Double]) -> Double? {
    guard left.count > 1 else { return nil }
    let count = Double(left.count)
    let (first, second) = (left.reduce(0, +) / count, right.reduce(0, +) / count)
    var both = 0.0, one = 0.0, other = 0.0
    for (a, b) in zip(left, right) {
      both += (a - first) * (b - second)
      one += (a - first) * (a - first)
      other += (b - second) * (b - second)
    }
    guard one > 0, other > 0 else { return nil }
    let value = both / (one.squareRoot() * other.squareRoot())
    return value.isFinite ? min(1, max(-1, value)) : nil
  }

  /// Ranks from 1; equal values share their mean rank.
  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var first = 0
    while first < order.count {
      var end = first + 1
      while end < order.count, values[order[end]] == values[order[first]] { end += 1 }
      for place in first..<end { ranks[order[place]] = Double(first + end + 1) / 2 }
      first = end
    }
    return ranks
  }
}

extension RegressionMetrics: Codable {
  /// `{"rows","mse","mae","r2","pearson","spearman"}`; a figure that is not defined is null.
  var document: JSONValue {
    func figure(_ value: Double?) -> JSONValue { value.map(JSONValue.double) ?? .null }
    return [
      "rows": .integer(rows), "mse": .double(mse), "mae": .double(mae), "r2": figure(r2), "pearson": figure(pearson),
      "spearman": figure(spearman),
    ]
  }

  /// Writes the keys of `document`.
  public func encode(to encoder: any Encoder) throws { try document.encode(to: encoder) }
}
