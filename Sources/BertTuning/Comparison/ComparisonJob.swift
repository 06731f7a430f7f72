package import BertBaselines
public import BertData
package import BertInference
public import Foundation

/// Everything that a comparison needs.
public struct ComparedJob<Rows: Sendable>: Sendable {
  /// The rows; the test part judges all rungs.
  public var data: Rows
  /// The rungs, in any order.
  public var methods: [TrainingMethod]
  /// The directory of the encoder; needed for the rungs with one.
  public var encoder: URL?
  /// The name that the person gave for it.
  public var encoderName: String?
  /// More encoders, for each of which every method with one has a rung of its own.
  public var others: [OtherEncoder] = []
  /// The words' vectors; needed for `glove`.
  package var vectors: WordVectorTable?
  /// The name that the person gave for them.
  public var vectorsName: String?
  /// The table of token vectors; needed for `static`.
  package var table: StaticTable?
  /// The name that the person gave for it.
  public var tableName: String?
  /// How the encoder is trained.
  public var options: TrainingOptions
  /// How the method `setfit` trains it.
  public var pairOptions = TrainingOptions.ofPairs
  /// The seeds of the methods in which chance plays a part, one at least.
  public var seeds: [UInt64]
  /// Whether each method is also trained on parts of the rows.
  public var drawsCurve = false
  /// The directory of the results: `compare.json`, and a bundle for each method.
  public var output: URL
  /// Keeps the finished rungs that lie there.
  public var resume = false
  /// Threads to compute with.
  public var threads = ProcessInfo.processInfo.activeProcessorCount
  /// Program and version, recorded.
  public var program = "bertft"
  /// The command as it was typed, shown on the report page.
  public var command: String?

  /// Puts the parts together.
  public init(
    data: Rows, methods: [TrainingMethod], options: TrainingOptions, seeds: [UInt64], output: URL
  ) {
    self.data = data
    self.methods = methods
    self.options = options
    self.seeds = seeds
    self.output = output
  }
}

/// A comparison on labels of texts.
public typealias ComparisonJob = ComparedJob<TrainingData>

/// A comparison on labels of tokens.
public typealias TokenComparisonJob = ComparedJob<TokenTrainingData>
