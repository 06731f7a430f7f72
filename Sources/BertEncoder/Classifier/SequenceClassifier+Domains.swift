import BertKernels

extension SequenceClassifier {
  /// The same model with a head that also compares two domains, see ``DomainHead``. Encoder, classifier and a head for
  /// masked tokens are shared with `classifier`, so that training one trains both. The domain classifier belongs to
  /// this model alone and is initialized afresh: weights uniform in ±1/√K, as PyTorch's `Linear`, biases zero.
  ///
  /// - Parameters:
  ///   - confuses: Whether a domain classifier is trained, whose gradient is reversed for the encoder.
  ///   - seed: Of the domain classifier's weights.
  /// - Precondition: A classifier of sequences with one head.
  package convenience init(comparingDomainsOf classifier: SequenceClassifier, confuses: Bool, seed: UInt64) {
    let head = DomainHead(
      classifier.sequenceHead, classifier.configuration, classes: classifier.classes, confuses: confuses)
    for (index, linear) in head.domainLinears.enumerated() {
      // Streams above those of initialized layers and of low-rank updates.
      let weight = linear.weight.value
      weight.fillUniform(
        bound: 1 / Float(weight.columns).squareRoot(), seed: seed, stream: UInt32(truncatingIfNeeded: index) | 3 << 30)
    }
    let fresh = head.domainLinears.flatMap(\.blocks).flatMap(\.parameters).map(\.name)
    self.init(
      classifier.encoder, head, classes: head.columns, freshParameters: classifier.freshParameters + fresh)
    dropoutRates = classifier.dropoutRates
    recomputes = classifier.recomputes
    addedHead = classifier.addedHead
    freshAddedParameters = classifier.freshAddedParameters
  }

  /// λ, the factor of the reversed gradient that the encoder gets from the domain classifier; 0 where there is none.
  package var reversal: Float {
    get { (head as? DomainHead)?.reversal ?? 0 }
    set { (head as? DomainHead)?.reversal = newValue }
  }
}
