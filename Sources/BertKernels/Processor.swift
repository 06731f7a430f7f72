import CKernels

/// What the processor must have for these kernels.
package enum Processor {
  /// Whether the kernels can run here: AVX2 and FMA on x86-64; always true on arm64.
  ///
  /// Ask before anything else of this module is called: its code holds AVX2 instructions throughout. This body is one
  /// call into code that was compiled for the baseline, so it is safe to run anywhere.
  package static var isSupported: Bool { ck_processor_is_supported() != 0 }

  /// What is needed, in words for an error message.
  package static var requirement: String { "an x86-64 processor with AVX2 and FMA (Intel Haswell, AMD Zen, or later)" }
}
