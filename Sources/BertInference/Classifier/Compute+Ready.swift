package import BertKernels
import Foundation

extension Compute {
  /// Threads to compute with, on a processor that can run what computes.
  ///
  /// - Parameter threads: How many; nil takes all cores.
  /// - Throws: `unsupportedProcessor`, before the first instruction that the processor lacks.
  package static func ready(threads: Int? = nil) throws(InferenceError) -> Compute {
    guard Processor.isSupported else { throw .unsupportedProcessor(requirement: Processor.requirement) }
    return Compute(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
  }
}
