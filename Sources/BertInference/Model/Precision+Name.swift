package import BertEncoder

extension Precision {
  /// The name of its numbers as PyTorch and other services have it.
  package var typeName: String {
    switch self {
    case .fp32: "float32"
    case .bf16: "bfloat16"
    case .int8: "int8"
    }
  }
}
