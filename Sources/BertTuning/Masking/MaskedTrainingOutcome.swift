import BertEncoder
public import Foundation

/// The result of a run that learnt to predict masked tokens.
public struct MaskedTrainingOutcome: Sendable {
  /// The encoder's directory.
  public let directory: URL
  /// The reports of the epochs, in their order.
  public let epochs: [EpochReport]
  /// The epoch that was kept, from 1.
  public let bestEpoch: Int
  /// The mean cross-entropy, in nats, of the held-out texts' masked tokens before training; nil without such texts.
  public let lossBefore: Double?
  /// The same after the kept epoch, with the same masks.
  public let lossAfter: Double?
  /// The plan that the run followed.
  public let plan: MaskedTrainingPlan
  /// Seconds since the run was started or resumed.
  public let seconds: Double

  /// The exponential of a mean cross-entropy. A perplexity of n is that of a choice among n equally likely words.
  public static func perplexity(_ loss: Double) -> Double { exp(loss) }
}

/// The record of the run, written as `adapt.json`.
struct MaskedTrainingRecord: Codable {
  var formatVersion = 1
  var program: String
  /// The name that the person gave for the encoder, and the SHA-256 of its weights.
  var encoder: String
  var encoderSHA256: String
  /// SHA-256 over the texts.
  var textsSHA256: String
  var trainingTexts: Int
  var validationTexts: Int
  var sequences: Int
  var tokensPerEpoch: Int
  var epochs: Int
  var batchSize: Int
  var learningRate: Double
  /// The precision that the run computed in; nil for fp32.
  var precision: Precision?
  var maxLength: Int
  var mask: Double
  var wholeWords: Bool
  var seed: UInt64
  /// Tensors of the head that the encoder lacked.
  var newTensors: [String]
  var bestEpoch: Int
  var lossBefore: Double?
  var lossAfter: Double?

  private enum CodingKeys: String, CodingKey {
    case program, encoder, sequences, epochs, mask, seed, precision
    case formatVersion = "format_version"
    case encoderSHA256 = "encoder_sha256"
    case textsSHA256 = "texts_sha256"
    case trainingTexts = "training_texts"
    case validationTexts = "validation_texts"
    case tokensPerEpoch = "tokens_per_epoch"
    case batchSize = "batch_size"
    case learningRate = "learning_rate"
    case maxLength = "max_length"
    case wholeWords = "whole_words"
    case newTensors = "new_tensors"
    case bestEpoch = "best_epoch"
    case lossBefore = "masked_loss_before"
    case lossAfter = "masked_loss_after"
  }
}
