import BertEncoder

extension Precision {
  /// What a plan says of it; nil where it is the usual one.
  var planLine: String? {
    self == .bf16
      ? "precision   bf16: the factors of products are rounded to 16 bits; sums, weights and all else are fp32" : nil
  }
}
