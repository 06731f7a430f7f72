import Foundation

/// The memory that the fit of a linear model needs, estimated before it starts.
package enum FitMemory {
  /// Arrays of the model's size that L-BFGS allocates: two for each remembered pair, and those of the line search.
  package static let arrays = 2 * LBFGS.Options().memory + 8
  /// Arrays of the model's size where labels are fitted one after the other: the model, its rounded copy, and the stored
  /// form.
  package static let arraysOfSingleFits = 3

  /// Refuses a model whose fit does not fit into memory.
  ///
  /// - Parameters:
  ///   - outputs: The number of labels, or 1 for numbers.
  ///   - features: The number of columns.
  ///   - arrays: The number of arrays of the model's size.
  ///   - memory: The memory of the machine in bytes.
  /// - Throws: `labelsTakeMemory`.
  package static func require(
    outputs: Int, features: Int, arrays: Int = FitMemory.arrays,
    memory: Int = Int(clamping: ProcessInfo.processInfo.physicalMemory)
  ) throws(BaselineError) {
    let (numbers, isTooLarge) = outputs.multipliedReportingOverflow(by: features + 1)
    let (bytes, overflows) = numbers.multipliedReportingOverflow(by: arrays * MemoryLayout<Double>.size)
    guard isTooLarge || overflows || bytes > memory / 4 * 3 else { return }
    throw .labelsTakeMemory(
      labels: outputs, features: features, bytes: isTooLarge || overflows ? .max : bytes, memory: memory)
  }
}
