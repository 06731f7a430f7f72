import CKernels

extension Processor {
  /// The instruction sets that kernels are written for.
  package enum Unit: String, CaseIterable, Sendable {
    case avx2 = "AVX2"
    case avx512 = "AVX-512"
    case avx512VNNI = "AVX512-VNNI"
    case avxVNNI = "AVX-VNNI"
    case avx512BF16 = "AVX512-BF16"
    case amxBF16 = "AMX-BF16"
    case amxINT8 = "AMX-INT8"
    case neon = "NEON"

    /// Whether it can be used: the processor has it, and the operating system enables it for this program.
    package var isUsable: Bool {
      #if arch(x86_64)
        switch self {
        case .avx2: ck_processor_is_supported() != 0
        case .avx512: ck_processor_has_avx512() != 0
        case .avx512VNNI: ck_processor_has_avx512_vnni() != 0
        case .avxVNNI: ck_processor_has_avx_vnni() != 0
        case .avx512BF16: ck_processor_has_avx512_bf16() != 0
        case .amxBF16: ck_processor_has_amx_bf16() != 0
        case .amxINT8: ck_processor_has_amx_int8() != 0
        case .neon: false
        }
      #else
        self == .neon
      #endif
    }

    /// Whether this architecture can have it.
    package var isOfThisArchitecture: Bool {
      #if arch(x86_64)
        self != .neon
      #else
        self == .neon
      #endif
    }

    /// Its name among the flags in Linux's `/proc/cpuinfo`.
    package var flag: String {
      switch self {
      case .avx2: "avx2"
      case .avx512: "avx512f"
      case .avx512VNNI: "avx512_vnni"
      case .avxVNNI: "avx_vnni"
      case .avx512BF16: "avx512_bf16"
      case .amxBF16: "amx_bf16"
      case .amxINT8: "amx_int8"
      case .neon: "asimd"
      }
    }
  }
}
