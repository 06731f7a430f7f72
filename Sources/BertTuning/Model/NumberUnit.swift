/// The unit in which numbers are learnt: their standard deviation where that is far from 1, so that prices in hundreds
/// and shares of a hundredth are learnt as fast as stars.
///
/// Training proceeds as with standardized numbers, while the bundle's outputs keep the numbers' own scale.
enum NumberUnit {
  /// Standard deviations that steps of the usual size learn well: those of stars and of grades.
  private static let usual = 1.0 / 3...3.0

  /// 1, or the standard deviation of numbers where it is far from that.
  static func unit(of numbers: [Double]) -> Double {
    let mean = mean(of: numbers)
    let deviation = (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, numbers.count))).squareRoot()
    let isLearnable = Float(deviation).isNormal && Float(1 / deviation).isNormal
    return usual.contains(deviation) || !isLearnable ? 1 : deviation
  }

  static func mean(of numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(max(1, numbers.count)) }
}
