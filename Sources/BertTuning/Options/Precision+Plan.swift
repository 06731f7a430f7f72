import BertEncoder

extension Precision {
  /// The plan's line about the precision; nil for fp32.
  var planLine: String? {
    self == .bf16
      ? "precision   bf16: the factors of products are rounded to 16 bits; sums, weights and all else are fp32" : nil
  }
}
