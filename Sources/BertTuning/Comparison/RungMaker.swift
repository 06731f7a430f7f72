import BertData
import Foundation

/// Trains a method on training rows, and judges it on the test rows.
protocol RungMaker {
  /// Trains and judges.
  ///
  /// - Parameters:
  ///   - part: The indices of the training rows to learn from; nil for all of them.
  ///   - bundle: The place of the bundle, for a method that has one.
  /// - Throws: `interrupted`; what training and predicting throw.
  func run(
    _ method: TrainingMethod, on part: [Int]?, seed: UInt64, bundle: URL
  ) throws(TuningError) -> ComparisonRung.Run

  /// Whether the training rows of some indices differ in their labels, so that a method can learn from them.
  func teaches(_ part: [Int]) -> Bool
}
