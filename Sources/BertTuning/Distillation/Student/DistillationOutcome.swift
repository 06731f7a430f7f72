import BertEncoder
import BertStorage
public import Foundation

/// What making a student ended with.
public struct DistillationOutcome: Sendable {
  /// The student's directory.
  public let directory: URL
  /// What agreement means: `labels`, `number` or `vectors`.
  public let kind: String
  /// What the epochs gave.
  public let epochs: [EpochReport]
  /// The epoch that was kept, from 1; 0 where nothing was learnt.
  public let bestEpoch: Int
  /// How near the student was to its teacher on the held-out texts before it learnt; nil without such texts, and where
  /// nothing is learnt.
  public let before: TeacherFigures?
  /// The same behind the kept epoch.
  public let after: TeacherFigures?
  /// What was done, in figures.
  public let plan: DistillationPlan
  /// Bytes of the teacher's weights.
  public let teacherBytes: Int
  /// Bytes of the student's weights.
  public let bytes: Int
  /// What a person should know about the student.
  public let notes: [String]
  /// Seconds since the run was started or resumed.
  public let seconds: Double
}

/// What a student's directory remembers of how it was made: `distillation` in a bundle's `bertft.json`, elsewhere
/// `distill.json`.
struct DistillationRecord: Codable {
  static let name = "distill.json"

  var formatVersion = 1
  var program: String
  /// The name that the person gave for the teacher, and the SHA-256 of its weights.
  var teacher: String
  var teacherSHA256: String
  /// SHA-256 over the texts.
  var textsSHA256: String
  var trainingTexts: Int
  var validationTexts: Int
  /// The teacher's layers that it began with, from 0.
  var layers: [Int]
  /// What was learnt, and how; nil where nothing was.
  var learning: Learning?
  /// Tokens before and after, where some were dropped.
  var vocabulary: Vocabulary?

  struct Learning: Codable {
    var loss: String
    var temperature: Double
    var hiddenWeight: Double
    var epochs: Int
    var batchSize: Int
    var learningRate: Double
    /// What it computed in; nil for fp32.
    var precision: Precision?
    var maxLength: Int
    var seed: UInt64
    var bestEpoch: Int
    var before: TeacherFigures?
    var after: TeacherFigures?

    private enum CodingKeys: String, CodingKey {
      case loss, temperature, epochs, seed, before, after, precision
      case hiddenWeight = "hidden_weight"
      case batchSize = "batch_size"
      case learningRate = "learning_rate"
      case maxLength = "max_length"
      case bestEpoch = "best_epoch"
    }
  }

  struct Vocabulary: Codable {
    var before: Int
    var after: Int
  }

  private enum CodingKeys: String, CodingKey {
    case program, teacher, layers, learning, vocabulary
    case formatVersion = "format_version"
    case teacherSHA256 = "teacher_sha256"
    case textsSHA256 = "texts_sha256"
    case trainingTexts = "training_texts"
    case validationTexts = "validation_texts"
  }
}
