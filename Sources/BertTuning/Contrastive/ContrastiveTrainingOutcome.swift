import BertEncoder
public import Foundation

/// The outcome of a run that learnt vectors from pairs of texts.
public struct ContrastiveTrainingOutcome: Sendable {
  /// The encoder's directory.
  public let directory: URL
  /// The report of each epoch.
  public let epochs: [EpochReport]
  /// The epoch that was kept, from 1.
  public let bestEpoch: Int
  /// The metrics on the held-out pairs before training; nil without such pairs.
  public let before: VectorFigures?
  /// The metrics after the kept epoch; nil without held-out pairs.
  public let after: VectorFigures?
  /// Rows for which fewer hard negatives were found than wanted; nil where none were mined.
  public let rowsShortOfNegatives: Int?
  /// The plan of the run.
  public let plan: ContrastiveTrainingPlan
  /// Seconds since the run was started or resumed.
  public let seconds: Double
}

/// The record of the run in the encoder's directory: `adapt.json`.
struct ContrastiveTrainingRecord: Codable {
  var formatVersion = 1
  var objective = "contrastive"
  var program: String
  /// The name that the user gave for the encoder, and the SHA-256 of its weights.
  var encoder: String
  var encoderSHA256: String
  /// SHA-256 over the pairs.
  var pairsSHA256: String
  var form: PairTrainingData.Form
  var trainingPairs: Int
  var validationPairs: Int
  var pooling: [String]
  var scale: Double?
  var dimensions: [Int]?
  var hardNegatives: Int?
  var negativeMargin: Double?
  var epochs: Int
  var batchSize: Int
  var learningRate: Double
  /// The precision that it computed in; nil for fp32.
  var precision: Precision?
  var maxLength: Int
  var seed: UInt64
  var bestEpoch: Int
  var before: VectorFigures?
  var after: VectorFigures?

  private enum CodingKeys: String, CodingKey {
    case objective, program, encoder, form, pooling, scale, dimensions, epochs, seed, before, after,
      precision
    case formatVersion = "format_version"
    case encoderSHA256 = "encoder_sha256"
    case pairsSHA256 = "pairs_sha256"
    case trainingPairs = "training_pairs"
    case validationPairs = "validation_pairs"
    case hardNegatives = "hard_negatives"
    case negativeMargin = "negative_margin"
    case batchSize = "batch_size"
    case learningRate = "learning_rate"
    case maxLength = "max_length"
    case bestEpoch = "best_epoch"
  }
}
