public import BertData

/// What `compare.json` holds.
public struct ComparisonRecord: Sendable, Codable {
  /// The newest form that this program knows.
  static let format = 1

  /// What a comparison was started with; it may only go on with the same.
  public struct Setup: Sendable, Codable, Equatable {
    /// SHA-256 over labels, texts and their division.
    public var contentSha256: String
    /// The classes, in order.
    public var labels: [String]
    /// Rows learnt from.
    public var trainingRows: Int
    /// Rows that choose an encoder's epoch and penalty.
    public var validationRows: Int
    /// Rows that all are judged on.
    public var testRows: Int
    /// The seeds of the methods in which chance plays a part.
    public var seeds: [UInt64]
    /// The encoder's name; nil where none takes part.
    public var encoder: String?
    /// The word vectors of `glove`; nil where it takes no part.
    public var vectors: String?
    /// The options of the encoder's training.
    public var options: TrainingOptions

    private enum CodingKeys: String, CodingKey {
      case labels, seeds, encoder, vectors, options
      case contentSha256 = "content_sha256"
      case trainingRows = "training_rows"
      case validationRows = "validation_rows"
      case testRows = "test_rows"
    }
  }

  /// A point of a learning curve.
  public struct CurvePoint: Sendable, Codable {
    /// The method.
    public var method: TrainingMethod
    /// Rows learnt from.
    public var rows: Int
    /// On the test rows.
    public var accuracy: Double
    /// On the test rows.
    public var macroF1: Double
    /// The 95 % interval of macro F1, low and high.
    public var macroF1Interval: [Double]

    private enum CodingKeys: String, CodingKey {
      case method, rows, accuracy
      case macroF1 = "macro_f1"
      case macroF1Interval = "macro_f1_interval"
    }
  }

  /// The form of this record.
  public var formatVersion = Self.format
  /// Program and version.
  public var createdWith: String
  /// What was compared on what.
  public var setup: Setup
  /// The true labels of the test rows.
  public var truth: [Int]
  /// The rungs that are done, from the cheapest up.
  public var rungs: [ComparisonRung] = []
  /// The learning curves, where they were asked for.
  public var curve: [CurvePoint] = []
  /// What follows for the user; nil until all rungs are done.
  public var recommendation: String?

  private enum CodingKeys: String, CodingKey {
    case setup, truth, rungs, curve, recommendation
    case formatVersion = "format_version"
    case createdWith = "created_with"
  }
}
