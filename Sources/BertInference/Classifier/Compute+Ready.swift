package import BertEncoder
package import BertKernels
import Foundation

extension Processor {
  /// Checks that the processor has the instructions that the kernels need, before the first of them runs.
  ///
  /// - Throws: `unsupportedProcessor`.
  package static func require() throws(InferenceError) {
    guard isSupported else { throw .unsupportedProcessor(requirement: requirement) }
  }
}

extension Compute {
  /// Threads and kernels to compute with, after a check that the processor can run the kernels.
  ///
  /// - Parameters:
  ///   - threads: How many threads; nil for all cores.
  ///   - precision: The number format of factors; nil and int8 compute the parts in floating point in fp32.
  /// - Throws: `unsupportedProcessor`.
  package static func ready(threads: Int? = nil, precision: Precision? = nil) throws(InferenceError) -> Compute {
    try Processor.require()
    return Compute(
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, factors: precision?.factors ?? .float32)
  }
}
