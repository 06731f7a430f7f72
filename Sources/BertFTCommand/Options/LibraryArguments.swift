public import ArgumentParser
public import BertBaselines
public import BertFT

// Types of the libraries that are values of options. On the command line they are written as their raw values.

extension WordVectorOptions.Algorithm: ExpressibleByArgument {}
extension VectorOptions.Weighting: ExpressibleByArgument {}
extension FastTextOptions.Loss: ExpressibleByArgument {}
extension LongTextPolicy: ExpressibleByArgument {}
extension SelfTaught: ExpressibleByArgument {}
extension NearestForm: ExpressibleByArgument {}
extension LearningRateSchedule.Shape: ExpressibleByArgument {}
extension EmbeddingFormat: ExpressibleByArgument {}
extension RowID.Kind: ExpressibleByArgument {}
extension PoolingMode: ExpressibleByArgument {}
extension Precision: ExpressibleByArgument {}
extension Metric: ExpressibleByArgument {}
extension MomentFormat: ExpressibleByArgument {}
extension ReadingOptions.Policy: ExpressibleByArgument {}

extension DataFormat: ExpressibleByArgument {
  /// The format that a person names, such as `csv` or `ndjson`.
  public init?(argument: String) { self.init(name: argument) }
}

extension TrainingMethod: ExpressibleByArgument {
  /// A method that `train` can use.
  public init?(argument: String) {
    guard let method = TrainingMethod(rawValue: argument), Self.trainable.contains(method) else { return nil }
    self = method
  }

  /// The methods that `train` can use.
  public static var allValueStrings: [String] { trainable.map(\.rawValue) }
}

extension TokenizerTrainer.Kind: ExpressibleByArgument {}
