/// How AdamW holds the running means of gradients and of their squares, which take twice the memory of the trained
/// weights in single precision. Those of vectors, biases and LayerNorm's, are always in single precision.
public enum MomentFormat: String, Sendable, Codable, CaseIterable {
  /// Single precision.
  case fp32
  /// bfloat16, half of that memory, with stochastic rounding, so that sums are right in expectation (Gupta et al.,
  /// arXiv 1502.02551). The rounding follows from the run's seed.
  case bf16
}
