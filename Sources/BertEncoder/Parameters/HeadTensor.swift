/// A tensor of the head of texts or tokens, and whether a checkpoint has it.
package struct HeadTensor: Sendable, Equatable {
  /// What a checkpoint has for a tensor.
  package enum State: Sendable, Equatable {
    /// A tensor, with its name.
    case present(String)
    case absent
    /// A tensor, with its name, whose shape does not fit the configuration or the number of classes.
    case otherShape(String, found: [Int])
  }

  /// The parameter's name in transformers' class, such as `classifier.weight`.
  package let name: String
  /// Whether this belongs to the classifier; otherwise to the dense layer before it, BERT's pooler.
  package let isClassifier: Bool
  package let state: State
}
