package import BertEncoder
package import BertKernels
import Foundation

extension Processor {
  /// Makes sure that the kernels can run here, before the first instruction that the processor lacks.
  ///
  /// - Throws: `unsupportedProcessor`.
  package static func require() throws(InferenceError) {
    guard isSupported else { throw .unsupportedProcessor(requirement: requirement) }
  }
}

extension Compute {
  /// Threads to compute with, on a processor that can run what computes.
  ///
  /// - Parameters:
  ///   - threads: How many; nil takes all cores.
  ///   - precision: What floats are computed in; nil and int8, whose floats are those of 32 bits, take fp32.
  /// - Throws: `unsupportedProcessor`.
  package static func ready(threads: Int? = nil, precision: Precision? = nil) throws(InferenceError) -> Compute {
    try Processor.require()
    return Compute(
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, factors: precision?.factors ?? .float32)
  }
}
