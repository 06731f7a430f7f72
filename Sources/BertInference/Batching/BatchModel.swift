/// A model that predicts for many inputs at once; each output is the same as if its input were alone.
///
/// ``BatchingPredictor`` and ``OutputSequence`` work with any such model.
public protocol BatchModel: Sendable {
  /// What the model predicts from, such as a text.
  associatedtype Input: Sendable
  /// An input as the model sees it: its tokens.
  associatedtype Prepared: Sendable
  /// The prediction for one input.
  associatedtype Output: Sendable

  /// Tokenizes an input.
  ///
  /// - Throws: An error of the model's own for an input that it cannot take.
  func prepare(_ input: Input) throws -> Prepared

  /// How many tokens the model computes for an input: what it costs.
  func tokenCount(of prepared: Prepared) -> Int

  /// The outputs, in the order of the inputs; none depends on the other inputs.
  ///
  /// - Parameters:
  ///   - prepared: The inputs, tokenized.
  ///   - isCancelled: Called before each batch.
  /// - Throws: An error of the model's own where `isCancelled` returned true.
  func outputs(for prepared: [Prepared], isCancelled: () -> Bool) throws -> [Output]

  /// Refuses an output that must not be returned, for example one that is not finite. It is called for each output by
  /// itself, so that the others of the same batch are still returned.
  ///
  /// - Throws: An error of the model's own.
  func check(_ output: Output) throws
}

extension BatchModel {
  /// Accepts every output.
  public func check(_ output: Output) throws {}
}
