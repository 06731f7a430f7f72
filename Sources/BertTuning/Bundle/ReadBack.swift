/// Compares the outputs of files that were just written with those of the model in memory.
package enum ReadBack {
  /// The largest absolute difference; infinite where the counts differ or a difference is NaN.
  ///
  /// - Parameters:
  ///   - written: `[N]`, outputs of the files.
  ///   - expected: `[N]`, outputs of the model in memory.
  package static func difference<Value: BinaryFloatingPoint>(_ written: [Value], _ expected: [Value]) -> Double {
    guard written.count == expected.count else { return .infinity }
    return zip(written, expected).reduce(0) { largest, pair in
      let difference = Double(abs(pair.0 - pair.1))
      return difference.isNaN ? .infinity : max(largest, difference)
    }
  }
}
