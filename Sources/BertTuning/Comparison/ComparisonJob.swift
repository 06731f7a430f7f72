package import BertBaselines
public import BertData
package import BertInference
public import Foundation

/// Everything that a comparison needs.
public struct ComparedJob<Rows: Sendable>: Sendable {
  /// The rows; all rungs are judged on the test part.
  public var data: Rows
  /// The methods to compare, in any order.
  public var methods: [TrainingMethod]
  /// The directory of the encoder; needed for the rungs with one.
  public var encoder: URL?
  /// The name that the user gave for it.
  public var encoderName: String?
  /// Further encoders. Each method that uses an encoder has a rung for each of them too.
  public var others: [OtherEncoder] = []
  /// The word vectors; needed for `glove`.
  package var vectors: WordVectorTable?
  /// The name that the user gave for them.
  public var vectorsName: String?
  /// The table of token vectors; needed for `static`.
  package var table: StaticTable?
  /// The name that the user gave for it.
  public var tableName: String?
  /// How the encoder is trained.
  public var options: TrainingOptions
  /// How the method `setfit` trains it.
  public var pairOptions = TrainingOptions.ofPairs
  /// The seeds of the methods that are random, one at least.
  public var seeds: [UInt64]
  /// Whether each method is also trained on parts of the rows, for a learning curve.
  public var drawsCurve = false
  /// The directory of the results: `compare.json`, and a bundle for each method.
  public var output: URL
  /// Whether finished rungs of an earlier run in ``output`` are kept.
  public var resume = false
  /// Threads to compute with.
  public var threads = ProcessInfo.processInfo.activeProcessorCount
  /// Program and version, recorded.
  public var program = "bertft"
  /// The command as it was typed, shown on the report page.
  public var command: String?

  /// - Parameters:
  ///   - data: The rows; all rungs are judged on the test part.
  ///   - methods: The methods to compare, in any order.
  ///   - options: How the encoder is trained.
  ///   - seeds: The seeds of the methods that are random, one at least.
  ///   - output: The directory of the results.
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
