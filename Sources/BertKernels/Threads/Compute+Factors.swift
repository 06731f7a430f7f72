extension Compute {
  /// A computation with the same threads and arena whose products have factors in another format; `self` where the
  /// format is its own.
  ///
  /// Vectors that are compared with a threshold, and weights that are summed, are computed in ``FactorFormat/float32``
  /// whatever the format of the encoder. As both share threads and arena, no two threads may use them at the same time.
  package func computing(in factors: FactorFormat) -> Compute {
    guard factors != self.factors else { return self }
    if let sibling { return sibling }
    let made = Compute(sharing: self, factors: factors)
    sibling = made
    return made
  }
}
