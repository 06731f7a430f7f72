public import BertBaselines
public import BertData
public import BertEncoder
package import BertStorage

/// What `bertft.json` says about a bundle: how it came to be, and what prediction needs to know beyond transformers'
/// files.
public struct BundleRecord: Sendable, Codable {
  /// The format that this program writes.
  public static let currentFormat = 1
  /// That of bundles with int8 weights.
  public static let quantizedFormat = 2
  /// That of the simple models' bundles.
  public static let baselineFormat = 3
  /// That of the bundles that answer several questions.
  public static let severalFormat = 4
  /// That of the simple models' bundles for several labels a text and for numbers.
  public static let baselineTasksFormat = 5
  /// That of the bundles whose labelled texts vote.
  public static let neighboursFormat = 6
  /// That of the bundles with a table of token vectors.
  public static let tableFormat = 7
  /// That of the bundles that append the nearest labelled text.
  public static let appendedFormat = 8
  /// That of the bundles that find entities without an encoder.
  public static let taggerFormat = 9
  /// The newest that it reads.
  public static let newestFormat = 9

  /// The rows it was trained on.
  public struct DataRecord: Sendable, Codable {
    /// SHA-256 of the data file, where the rows came from one.
    public var fileSha256: String?
    /// SHA-256 over labels, texts and their division.
    public var contentSha256: String
    /// Rows learnt from.
    public var trainingRows: Int
    /// Rows that chose the epoch.
    public var validationRows: Int
    /// Rows judged once.
    public var testRows: Int
    /// The columns that were the labels, where each had one of its own; evaluation looks for them again.
    public var labelColumns: [String]?
    /// The columns of the data file that were taken; prediction and evaluation take them again where their file has them. Nil
    /// where the file names none.
    public var columns: TakenColumns?
    /// Parts of the cross-validation that the validation figures are of; nil where they are of validation rows.
    public var folds: Int?
    /// The part of the data's rows that the test is; nil where it is none.
    public var testFold: TestFold?

    /// A record of its parts.
    package init(
      fileSha256: String?, contentSha256: String, trainingRows: Int, validationRows: Int, testRows: Int,
      labelColumns: [String]? = nil, columns: TakenColumns? = nil, folds: Int? = nil, testFold: TestFold? = nil
    ) {
      self.fileSha256 = fileSha256
      self.contentSha256 = contentSha256
      self.trainingRows = trainingRows
      self.validationRows = validationRows
      self.testRows = testRows
      self.labelColumns = labelColumns
      self.columns = columns
      self.folds = folds
      self.testFold = testFold
    }

    private enum CodingKeys: String, CodingKey {
      case fileSha256 = "file_sha256"
      case contentSha256 = "content_sha256"
      case trainingRows = "training_rows"
      case validationRows = "validation_rows"
      case testRows = "test_rows"
      case labelColumns = "label_columns"
      case columns, folds
      case testFold = "test_fold"
    }
  }

  /// The encoder that it started from.
  public struct EncoderRecord: Sendable, Codable {
    /// The name it was asked for by.
    public var name: String
    /// SHA-256 of its weights.
    public var sha256: String

    /// A record of its parts.
    package init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  /// How well it does on the rows held out.
  public struct Metrics: Sendable, Codable {
    /// The part that chose the epoch.
    public var validation: TaskMetrics?
    /// The part that was judged once.
    public var test: TaskMetrics?
    /// The most frequent label for every text, on the same rows.
    public var majorityValidation: TaskMetrics?
    /// The same for the test rows.
    public var majorityTest: TaskMetrics?
    /// TF-IDF with a linear model, on the same rows.
    public var baselineValidation: TaskMetrics?
    /// The same for the test rows.
    public var baselineTest: TaskMetrics?

    /// Figures of a run.
    package init(
      validation: TaskMetrics? = nil, test: TaskMetrics? = nil,
      majorityValidation: TaskMetrics? = nil, majorityTest: TaskMetrics? = nil,
      baselineValidation: TaskMetrics? = nil, baselineTest: TaskMetrics? = nil
    ) {
      self.validation = validation
      self.test = test
      self.majorityValidation = majorityValidation
      self.majorityTest = majorityTest
      self.baselineValidation = baselineValidation
      self.baselineTest = baselineTest
    }

    private enum CodingKeys: String, CodingKey {
      case validation, test
      case majorityValidation = "majority_validation"
      case majorityTest = "majority_test"
      case baselineValidation = "baseline_validation"
      case baselineTest = "baseline_test"
    }
  }

  /// How texts become sequences.
  public struct TextRecord: Sendable, Codable {
    /// Tokens at the most.
    public var maxLength: Int
    /// What happens to longer texts.
    public var longText: LongTextPolicy
    /// Whether it learnt from pairs of texts; nil in records of before this was written down.
    public var pairs: Bool?
    /// What stands before each text, of a pair before the first; nil for nothing.
    public var prompt: String?
    /// The tokenizer's class, which decides with the tokenizer's files how a text is cut; nil in older records.
    public var tokenizerClass: String?
    /// The version of libsentencepiece that cut the texts, where it took part: versions break ties otherwise.
    public var sentencePieceVersion: String?

    /// A record of its parts.
    package init(
      maxLength: Int, longText: LongTextPolicy, pairs: Bool? = nil, prompt: String? = nil,
      tokenizerClass: String? = nil, sentencePieceVersion: String? = nil
    ) {
      self.maxLength = maxLength
      self.longText = longText
      self.pairs = pairs
      self.prompt = prompt
      self.tokenizerClass = tokenizerClass
      self.sentencePieceVersion = sentencePieceVersion
    }

    private enum CodingKeys: String, CodingKey {
      case pairs, prompt
      case maxLength = "max_length"
      case longText = "long_text"
      case tokenizerClass = "tokenizer_class"
      case sentencePieceVersion = "sentencepiece_version"
    }
  }

  /// The format of this record.
  public var formatVersion = Self.currentFormat
  /// Program and version.
  public var createdWith: String
  /// `finetune` or `features`, or the simple model's name.
  public var method: TrainingMethod
  /// Why that method.
  public var methodReason: String
  /// All options of the run that trained an encoder, in the form of the room that trains.
  package var options: JSONValue?
  /// All options of a simple model; nil for an encoder's bundle.
  public var baseline: BaselineOptions?
  /// The classes, in order.
  public var labels: [String]
  /// The values that stood for the classes in the data, where they differed from their names.
  public var labelValues: [String]?
  /// Further values that stood for each class; nil where there are none.
  public var labelAlternatives: [[String]]?
  /// Of several labels a text, the score from which each holds, in the order of the labels.
  public var thresholds: [Double]?
  /// What makes the scores believable, fitted on validation rows; nil where they are the outputs' own.
  public var calibration: Calibration?
  /// Of a bundle that answers several questions, the questions in the order of their outputs; nil for one question.
  public var tasks: [TaskRecord]?
  /// The score below which `predict` gives no label unless it is told another.
  public var abstainBelow: Double?
  /// SHA-256 of `novelty.safetensors`, which tells how unlike a text is to those learnt from; nil where there is none.
  public var novelty: String?
  /// How the labelled texts vote, where they do; nil where the model answers itself.
  public var neighbours: NeighbourRecord?
  /// What is appended to a text before the classifier sees it; nil where nothing is.
  public var appended: AppendedRecord?
  /// From which score on a table answers in the place of an encoder; nil where that was not asked for.
  public var cascade: CascadeRecord?
  /// What the method `auto` tried and decided by, in the form of the room that trains; nil where the method was named.
  package var selection: JSONValue?
  /// The adaptation to another domain and what it brought, in the form of the room that trains; nil where there was none.
  package var transfer: JSONValue?
  /// What part descriptions of the labels have in the head, and what it rests on, in the form of the room that trains; nil
  /// where there were none.
  package var descriptions: JSONValue?
  /// What became of texts without labels that were given to learn from, in the form of the room that trains; nil where there
  /// were none.
  package var unlabelled: JSONValue?
  /// What texts without labels taught of the features, in the form of the room that trains; nil where that was not asked for.
  package var selfTaught: JSONValue?
  /// How the layer of the features was chosen, in the form of the room that trains; nil where it was not.
  package var layer: JSONValue?
  /// What training did to the encoder as one of sentences, in the form of the room that trains; nil where nobody asked.
  package var drift: JSONValue?
  /// The texts whose masked tokens were learnt beside the task, in the form of the room that trains; nil where there were none.
  package var anchor: JSONValue?
  /// What became of bundles whose weights were averaged, in the form of the room that trains; nil where none were.
  package var soup: JSONValue?
  /// How a larger model was made into this one, in the form of the room that trains; nil where it was not.
  package var distillation: JSONValue?
  /// What it learnt from.
  public var data: DataRecord
  /// What it started from; nil for a simple model.
  public var encoder: EncoderRecord?
  /// How good it is.
  public var metrics: Metrics
  /// How it reads texts; nil for a simple model.
  public var text: TextRecord?
  /// Whether a simple model learnt from pairs of texts; an encoder's bundle says so under ``text``.
  public var pairs: Bool?
  /// SHA-256 of each tokenizer or vocabulary file; checked when the bundle is loaded.
  public var tokenizerFiles: [String: String]
  /// What the weights are stored in, where that is not fp32.
  public var precision: Precision?
  /// How near the int8 weights came to those in fp32.
  public var agreement: Agreement?

  /// A record of its parts; what is not given is filled in later, or absent.
  package init(
    createdWith: String, method: TrainingMethod, methodReason: String, options: JSONValue? = nil,
    baseline: BaselineOptions? = nil, labels: [String], labelValues: [String]? = nil,
    labelAlternatives: [[String]]? = nil, thresholds: [Double]? = nil, data: DataRecord,
    encoder: EncoderRecord? = nil, metrics: Metrics, text: TextRecord? = nil, tokenizerFiles: [String: String] = [:]
  ) {
    self.createdWith = createdWith
    self.method = method
    self.methodReason = methodReason
    self.options = options
    self.baseline = baseline
    self.labels = labels
    self.labelValues = labelValues
    self.labelAlternatives = labelAlternatives
    self.thresholds = thresholds
    self.data = data
    self.encoder = encoder
    self.metrics = metrics
    self.text = text
    self.tokenizerFiles = tokenizerFiles
  }

  private enum CodingKeys: String, CodingKey {
    case method, options, baseline, labels, thresholds, calibration, tasks, data, encoder, metrics, text, pairs,
      precision, agreement, novelty, neighbours, cascade, selection, transfer, unlabelled, drift, anchor, soup, layer,
      distillation
    case appended = "append_nearest"
    case selfTaught = "self_taught"
    case abstainBelow = "abstain_below"
    case formatVersion = "format_version"
    case createdWith = "created_with"
    case descriptions = "label_descriptions"
    case labelValues = "label_values"
    case labelAlternatives = "label_alternatives"
    case methodReason = "method_reason"
    case tokenizerFiles = "tokenizer_files"
  }
}
