extension Compute {
  /// The same threads and memory, with the factors of products in another format; itself where that is its own.
  ///
  /// Vectors that are compared with a threshold, and weights that are added up, are computed in ``FactorFormat/float32``
  /// whatever the encoder is computed in. The two are one computation: no two threads may run them at the same time.
  package func computing(in factors: FactorFormat) -> Compute {
    guard factors != self.factors else { return self }
    if let sibling { return sibling }
    let made = Compute(sharing: self, factors: factors)
    sibling = made
    return made
  }
}
