/// The content of `compare.json`.
public struct ComparisonRecord: Sendable, Codable {
  /// The newest format version that this program reads.
  static let format = 3

  /// The format version: 1 for one label a text, 2 for several labels and for numbers, 3 for labels of tokens.
  static func format(of task: ComparedTask) -> Int {
    switch task {
    case .singleLabel: 1
    case .multiLabel, .regression: 2
    case .tokens: 3
    }
  }

  /// What a comparison was started with; it can only be resumed with the same.
  public struct Setup: Sendable, Codable, Equatable {
    /// SHA-256 over labels, texts and their division.
    public var contentSha256: String
    /// The task; nil for one label a text.
    public var problem: ComparedTask?
    /// The labels, in order; for a regression, the name of the number.
    public var labels: [String]
    /// Training rows; sentences where tokens have labels.
    public var trainingRows: Int
    /// Validation rows, by which an encoder's epoch and penalty are chosen.
    public var validationRows: Int
    /// Test rows, on which all rungs are judged.
    public var testRows: Int
    /// The seeds of the methods that are random.
    public var seeds: [UInt64]
    /// The encoder's name; nil where none takes part.
    public var encoder: String?
    /// The word vectors of `glove`; nil where it takes no part.
    public var vectors: String?
    /// The table of token vectors of `static`; nil where it takes no part.
    public var table: String?
    /// The options of the encoder's training.
    public var options: TrainingOptions

    private enum CodingKeys: String, CodingKey {
      case problem, labels, seeds, encoder, vectors, table, options
      case contentSha256 = "content_sha256"
      case trainingRows = "training_rows"
      case validationRows = "validation_rows"
      case testRows = "test_rows"
    }
  }

  /// The format version of this record.
  public var formatVersion: Int
  /// Program and version.
  public var createdWith: String
  /// The data, the models and the options of the comparison.
  public var setup: Setup
  /// The true answers for the test rows.
  public var truth: ComparedAnswers
  /// The finished rungs, from the cheapest up.
  public var rungs: [ComparisonRung] = []
  /// The points of the learning curves; empty where none were asked for.
  public var curve: [CurvePoint] = []
  /// The advice to the user; nil until all rungs are finished.
  public var recommendation: String?

  private enum CodingKeys: String, CodingKey {
    case setup, truth, rungs, curve, recommendation
    case formatVersion = "format_version"
    case createdWith = "created_with"
  }
}
