package import BertBaselines
public import BertInference
public import Foundation

/// Everything a run of an encoder needs: where from, on what, how, where to.
public struct EncoderJob<Rows: Sendable>: Sendable {
  /// The directory of the encoder.
  public var encoder: URL
  /// The name that the person gave for it; recorded in the bundle.
  public var encoderName: String
  /// The rows.
  public var data: Rows
  /// The options.
  public var options: TrainingOptions
  /// The place of the bundle. Beside it, `NAME.partial` holds the run until it is finished.
  public var output: URL
  /// The place of the adapter alone in PEFT's files, for the method `lora`; nil writes none.
  public var adapterOutput: URL?
  /// Whether to resume the unfinished run there.
  public var resume = false
  /// Bundles whose weights are averaged instead of training. They were trained with the same options and other seeds.
  public var ingredients: [URL] = []
  /// Threads to compute with; the result does not depend on it.
  public var threads = ProcessInfo.processInfo.activeProcessorCount
  /// Program and version, recorded in the bundle.
  public var program = "bertft"
  /// The command that started the run, as a line of the shell; shown on the report page.
  public var command: String?
  /// Whether `report.html` is written into the bundle.
  public var writesReport = true
  /// Keeps the features of the frozen encoder between runs; nil keeps nothing. The result does not depend on it.
  public var featureCache: FeatureCache?
  /// Seconds between checkpoints inside an epoch.
  public var checkpointInterval = 300.0
  /// The other processes that train the same model, of which the first alone writes.
  package var exchange: any GradientExchange = NoExchange()
  /// The words' vectors that ``TextAugmentation/vectors`` names.
  package var wordVectors: WordVectorTable?
  /// The weight of each training row in the loss; nil where all count the same.
  var rowWeights: [Double]?
  /// The trials that chose the method; nil where a person did.
  var selection: MethodSelection?
  /// The logits of the first parts of the run's cross-validation, [rows × C] each, which the trials have computed
  /// already.
  var knownParts: [[Double]] = []

  /// Takes what every run needs.
  ///
  /// - Parameters:
  ///   - encoder: The directory of the encoder.
  ///   - encoderName: The name that the person gave for it.
  ///   - data: The rows.
  ///   - options: The options.
  ///   - output: The place of the bundle.
  public init(encoder: URL, encoderName: String, data: Rows, options: TrainingOptions, output: URL) {
    self.encoder = encoder
    self.encoderName = encoderName
    self.data = data
    self.options = options
    self.output = output
  }
}

/// A run that learns labels of texts.
public typealias TrainingJob = EncoderJob<TrainingData>

/// A run that learns to predict masked tokens.
public typealias MaskedTrainingJob = EncoderJob<MaskedTrainingData>

/// A run that learns labels of tokens.
public typealias TokenTrainingJob = EncoderJob<TokenTrainingData>

/// A run that distills a smaller model from a teacher.
public typealias DistillationJob = EncoderJob<DistillationData>
