import BertData
import BertEncoder
import BertKernels

/// What a run learns from and is judged by. The ``Trainer`` runs any objective and knows no labels.
protocol Objective {
  /// One training example: a sequence, a pair of them, a text with masked words.
  associatedtype Item
  /// The items of an epoch, which may be made when they are read.
  associatedtype Items: RandomAccessCollection<Item> where Items.Index == Int

  /// The model that learns.
  var model: SequenceClassifier { get }
  /// Items of an epoch.
  var itemCount: Int { get }
  /// The items of an epoch in their order. They depend on seed and epoch (from 0) alone, so that a checkpoint need not
  /// hold them.
  func items(epoch: Int, seed: UInt64) -> Items
  /// Tokens that an item takes in a batch.
  func tokens(of item: Item) -> Int
  /// The weight of an item in the mean loss of a step.
  func weight(of item: Item) -> Double
  /// Forward and backward over some of the items of a step. Adds `share` times their gradient to the model's.
  ///
  /// - Parameters:
  ///   - share: the items' part of the weights of the whole step, 0 ... 1.
  ///   - dropout: seed and step of the dropout masks, and where in the step the items lie.
  /// - Returns: the mean loss of these items.
  func accumulate(_ items: ArraySlice<Item>, share: Double, dropout: DropoutKey, _ compute: Compute) -> Double
  /// How good the model is now; nil where there is nothing to judge it by.
  ///
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true.
  func judge(_ compute: Compute, isCancelled: () -> Bool) throws(PredictionInterrupted) -> Judgement?
}

extension SeededGenerator {
  /// The order of an epoch's items, a function of seed and epoch (from 0) alone.
  static func order(of count: Int, epoch: Int, seed: UInt64) -> [Int] {
    var generator = SeededGenerator(seed: seed ^ (UInt64(epoch + 1) &* 0x9E37_79B9_7F4A_7C15))
    return generator.permutation(count)
  }
}
