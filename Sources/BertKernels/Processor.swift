import CKernels

/// The instructions that these kernels require of the processor.
package enum Processor {
  /// Whether the kernels can run here: AVX2 and FMA on x86-64; always true on arm64.
  ///
  /// To be checked before anything else of this module is called, as all its code may use AVX2 instructions. This body
  /// is one call of code compiled for the baseline, so it is safe to run anywhere.
  package static var isSupported: Bool { ck_processor_is_supported() != 0 }

  /// The requirement in words, for an error message.
  package static var requirement: String { "an x86-64 processor with AVX2 and FMA (Intel Haswell, AMD Zen, or later)" }
}
