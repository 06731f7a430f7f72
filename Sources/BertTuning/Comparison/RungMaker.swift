import BertData
import Foundation

/// Trains what a method makes of rows, and judges it on the test rows.
protocol RungMaker {
  /// - Parameters:
  ///   - part: The training rows to learn from; nil for all of them.
  ///   - bundle: Where the bundle goes, of a method that has one.
  /// - Throws: `interrupted`, and what the training and the answers throw.
  func run(
    _ method: TrainingMethod, on part: [Int]?, seed: UInt64, bundle: URL
  ) throws(TuningError) -> ComparisonRung.Run

  /// Whether something can be learnt from some of the training rows.
  func teaches(_ part: [Int]) -> Bool
}
