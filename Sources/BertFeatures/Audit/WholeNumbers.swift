/// Numbers rounded so that their sum is kept.
enum WholeNumbers {
  /// Rounds each number, halves to even. Where these do not add up to the rounded sum, the numbers with the greatest
  /// rounding errors in the wrong direction change by one.
  static func rounded(_ values: ArraySlice<Double>) -> [Int] {
    let values = Array(values)
    var whole = values.map { $0.rounded(.toNearestOrEven) }
    let wanted = values.reduce(0, +).rounded(.toNearestOrEven)
    var missing = Int(wanted - whole.reduce(0, +))
    while missing != 0, !values.isEmpty {
      let rising = values.indices.sorted { (values[$0] - whole[$0], $0) < (values[$1] - whole[$1], $1) }
      let order = missing > 0 ? rising.reversed() : rising
      for index in order.prefix(abs(missing)) { whole[index] += missing > 0 ? 1 : -1 }
      missing -= (missing > 0 ? 1 : -1) * min(abs(missing), values.count)
    }
    return whole.map { Int($0) }
  }
}
