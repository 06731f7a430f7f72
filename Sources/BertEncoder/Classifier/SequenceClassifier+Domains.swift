import BertKernels

extension SequenceClassifier {
  /// The same model with what compares two domains beside its head, see ``DomainHead``. The weights are shared, so that what
  /// it learns the classifier has learnt too, and a head for masked tokens is that of both; the domain classifier is this
  /// model's alone and begins anew: weights uniform in ±1/√K, as PyTorch's `Linear`, biases at zero.
  ///
  /// - Parameters:
  ///   - confuses: Whether a classifier of the domain learns, from which the encoder's gradient is reversed.
  ///   - seed: Of the domain classifier.
  /// - Precondition: A classifier of sequences with one head.
  package convenience init(comparingDomainsOf classifier: SequenceClassifier, confuses: Bool, seed: UInt64) {
    let head = DomainHead(
      classifier.sequenceHead, classifier.configuration, classes: classifier.classes, confuses: confuses)
    for (index, linear) in head.domainLinears.enumerated() {
      // Streams above those of layers that begin anew and of updates of low rank.
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
