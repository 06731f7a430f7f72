/// A tensor of the head that classifies texts or tokens, and whether a checkpoint has it.
package struct HeadTensor: Sendable, Equatable {
  /// What a checkpoint holds of it.
  package enum State: Sendable, Equatable {
    /// The tensor of this name.
    case present(String)
    case absent
    /// The tensor of this name, in a shape that the configuration or the number of classes does not allow.
    case otherShape(String, found: [Int])
  }

  /// The parameter's proper name, such as `classifier.weight`.
  package let name: String
  /// Whether it belongs to the classifier; else to the dense layer before it, which BERT calls the pooler.
  package let isClassifier: Bool
  package let state: State
}
