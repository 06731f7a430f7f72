/// What `compare.json` holds.
public struct ComparisonRecord: Sendable, Codable {
  /// The newest form that this program knows.
  static let format = 3

  /// The form of one label a text is 1, that of several labels and of numbers 2, and that of labels of tokens 3.
  static func format(of task: ComparedTask) -> Int {
    switch task {
    case .singleLabel: 1
    case .multiLabel, .regression: 2
    case .tokens: 3
    }
  }

  /// What a comparison was started with; it may only go on with the same.
  public struct Setup: Sendable, Codable, Equatable {
    /// SHA-256 over labels, texts and their division.
    public var contentSha256: String
    /// What is compared on; nil for one label a text.
    public var problem: ComparedTask?
    /// The labels, in order; of a number its one name.
    public var labels: [String]
    /// Rows, or of labels of tokens sentences, learnt from.
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

  /// The form of this record.
  public var formatVersion: Int
  /// Program and version.
  public var createdWith: String
  /// What was compared on what.
  public var setup: Setup
  /// The true answers to the test rows.
  public var truth: ComparedAnswers
  /// The rungs that are done, from the cheapest up.
  public var rungs: [ComparisonRung] = []
  /// The learning curves, where they were asked for.
  public var curve: [CurvePoint] = []
  /// Rows whose text stands elsewhere too; nil where there are none, and of labels of tokens.
  public var repeatedRows: RepeatedRows?
  /// The test rows, from 0, whose text is learnt from too; the verdict leaves them out. Nil where there are none.
  public var seenTestRows: [Int]?
  /// What the rows tell of the best encoder against the best simple model; nil until all rungs are done, and without either.
  public var verdict: ComparisonVerdict?
  /// What follows for the user; nil until all rungs are done.
  public var recommendation: String?

  private enum CodingKeys: String, CodingKey {
    case setup, truth, rungs, curve, verdict, recommendation
    case formatVersion = "format_version"
    case createdWith = "created_with"
    case repeatedRows = "repeated_rows"
    case seenTestRows = "seen_test_rows"
  }
}
