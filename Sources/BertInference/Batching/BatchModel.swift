/// A model that answers many inputs at once, each as if it were alone.
///
/// ``BatchingPredictor`` and ``OutputSequence`` work with any of them.
public protocol BatchModel: Sendable {
  /// What is asked about.
  associatedtype Input: Sendable
  /// An input as the model sees it: its tokens.
  associatedtype Prepared: Sendable
  /// The answer.
  associatedtype Output: Sendable

  /// Cuts an input into tokens.
  ///
  /// - Throws: An error of the model's own for an input that it cannot answer.
  func prepare(_ input: Input) throws -> Prepared

  /// How many tokens the model computes for an input: what it costs.
  func tokenCount(of prepared: Prepared) -> Int

  /// The answers, in the order of the inputs; none depends on what else is asked at the same time.
  ///
  /// - Parameters:
  ///   - prepared: The inputs, cut into tokens.
  ///   - isCancelled: Asked before each batch.
  /// - Throws: An error of the model's own where it was cancelled.
  func outputs(for prepared: [Prepared], isCancelled: () -> Bool) throws -> [Output]

  /// Refuses an answer that nobody should get. It is asked for each answer by itself, so that others that were computed
  /// in the same batch are given.
  ///
  /// - Throws: An error of the model's own.
  func check(_ output: Output) throws
}

extension BatchModel {
  /// Takes every answer.
  public func check(_ output: Output) throws {}
}
