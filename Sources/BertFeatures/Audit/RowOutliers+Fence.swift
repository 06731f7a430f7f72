extension RowOutliers {
  /// The distance beyond which a row is an outlier: the third quartile of all distances plus 1.5 times the
  /// interquartile range (Tukey, "Exploratory Data Analysis", 1977). Quartiles are interpolated as numpy does it.
  package var fence: Double {
    let sorted = distances.sorted()
    func quantile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1), low = Int(place)
      let high = min(low + 1, sorted.count - 1)
      return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
    }
    let third = quantile(0.75)
    return third + 1.5 * (third - quantile(0.25))
  }

  /// The rows beyond the fence, the farthest first.
  package var apart: [Int] {
    let fence = fence
    return distances.indices.filter { distances[$0] > fence }
      .sorted { (distances[$1], $0) < (distances[$0], $1) }
  }
}
