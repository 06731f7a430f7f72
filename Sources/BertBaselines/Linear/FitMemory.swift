import Foundation

/// The memory that the fit of a linear model takes, told before it begins.
package enum FitMemory {
  /// Arrays as large as the model that L-BFGS holds: two for each pair it remembers, and those of the line search.
  private static let arrays = 2 * LBFGS.Options().memory + 8

  /// Refuses a model that does not fit into the machine.
  ///
  /// - Parameters:
  ///   - outputs: Labels, or one for numbers.
  ///   - features: Columns.
  ///   - memory: Bytes that the machine has.
  /// - Throws: `labelsTakeMemory`.
  package static func require(
    outputs: Int, features: Int, memory: Int = Int(clamping: ProcessInfo.processInfo.physicalMemory)
  ) throws(BaselineError) {
    let (numbers, isTooLarge) = outputs.multipliedReportingOverflow(by: features + 1)
    let (bytes, overflows) = numbers.multipliedReportingOverflow(by: arrays * MemoryLayout<Double>.size)
    guard isTooLarge || overflows || bytes > memory / 4 * 3 else { return }
    throw .labelsTakeMemory(
      labels: outputs, features: features, bytes: isTooLarge || overflows ? .max : bytes, memory: memory)
  }
}
