import BertEncoder
import BertStorage
public import Foundation

/// The outcome of distilling a student.
public struct DistillationOutcome: Sendable {
  /// The student's directory.
  public let directory: URL
  /// What agreement means: `labels`, `number` or `vectors`.
  public let kind: String
  /// The report of each epoch.
  public let epochs: [EpochReport]
  /// The epoch that was kept, from 1; 0 where nothing was trained.
  public let bestEpoch: Int
  /// Loss and agreement with the teacher on the held-out texts before training; nil without such texts, and where
  /// nothing is trained.
  public let before: TeacherFigures?
  /// Loss and agreement after the kept epoch; nil where ``before`` is.
  public let after: TeacherFigures?
  /// The plan of the run.
  public let plan: DistillationPlan
  /// Bytes of the teacher's weights.
  public let teacherBytes: Int
  /// Bytes of the student's weights.
  public let bytes: Int
  /// Notes about the student, for people.
  public let notes: [String]
  /// Seconds since the run was started or resumed.
  public let seconds: Double
}

/// The record of how a student was made: the member `distillation` of a bundle's `bertft.json`, in other directories
/// the file `distill.json`.
struct DistillationRecord: Codable {
  static let name = "distill.json"

  var formatVersion = 1
  var program: String
  /// The name that the user gave for the teacher, and the SHA-256 of its weights.
  var teacher: String
  var teacherSHA256: String
  /// SHA-256 over the texts.
  var textsSHA256: String
  var trainingTexts: Int
  var validationTexts: Int
  /// The teacher's layers that initialized it, from 0.
  var layers: [Int]
  /// How it was trained; nil where nothing was.
  var learning: Learning?
  /// Tokens before and after pruning; nil where the vocabulary was not pruned.
  var vocabulary: Vocabulary?

  struct Learning: Codable {
    var loss: String
    var temperature: Double
    var hiddenWeight: Double
    var epochs: Int
    var batchSize: Int
    var learningRate: Double
    /// The precision that it computed in; nil for fp32.
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
