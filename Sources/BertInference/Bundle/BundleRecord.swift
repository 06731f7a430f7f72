public import BertBaselines
public import BertData
public import BertEncoder
package import BertStorage

/// The content of a bundle's `bertft.json`: how the model was trained, and what prediction needs beyond the files of
/// transformers.
public struct BundleRecord: Sendable, Codable {
  /// The format of bundles that need none of the later ones.
  public static let currentFormat = 1
  /// The format of bundles with int8 weights.
  public static let quantizedFormat = 2
  /// The format of the simple models' bundles.
  public static let baselineFormat = 3
  /// The format of bundles for several tasks.
  public static let severalFormat = 4
  /// The format of the simple models' bundles for several labels a text and for numbers.
  public static let baselineTasksFormat = 5
  /// The format of bundles that classify by their nearest labelled texts.
  public static let neighboursFormat = 6
  /// The format of bundles with a table of token vectors.
  public static let tableFormat = 7
  /// The format of bundles that append the nearest labelled text.
  public static let appendedFormat = 8
  /// The format of bundles that find entities without an encoder.
  public static let taggerFormat = 9
  /// The newest format that this program reads.
  public static let newestFormat = 9

  /// The data that the model was trained and evaluated on.
  public struct DataRecord: Sendable, Codable {
    /// SHA-256 of the data file, where the rows came from one.
    public var fileSha256: String?
    /// SHA-256 over labels, texts and their split.
    public var contentSha256: String
    /// How many rows were trained on.
    public var trainingRows: Int
    /// How many rows the epoch was chosen by.
    public var validationRows: Int
    /// How many rows were used once, for the test.
    public var testRows: Int
    /// The columns of the labels, where each label had a column of its own; evaluation looks for them again.
    public var labelColumns: [String]?
    /// The columns of the data file that were used; prediction and evaluation use them again where their file has them.
    /// Nil where the file names no columns.
    public var columns: TakenColumns?
    /// The number of folds, where the validation figures come from cross-validation; nil where they come from
    /// validation rows.
    public var folds: Int?
    /// The fold of the data that is the test; nil where the test is not a fold.
    public var testFold: TestFold?

    /// A record from its parts.
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

  /// The encoder that training started from.
  public struct EncoderRecord: Sendable, Codable {
    /// The name or directory given to `train`.
    public var name: String
    /// SHA-256 of its weights.
    public var sha256: String

    /// A record from its parts.
    package init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  /// Figures on the held-out rows.
  public struct Metrics: Sendable, Codable {
    /// On the validation rows, which the epoch was chosen by.
    public var validation: TaskMetrics?
    /// On the test rows.
    public var test: TaskMetrics?
    /// The most frequent label for every text, on the validation rows.
    public var majorityValidation: TaskMetrics?
    /// The same for the test rows.
    public var majorityTest: TaskMetrics?
    /// TF-IDF with a linear model, on the validation rows.
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
    /// The most tokens of a sequence.
    public var maxLength: Int
    /// What happens to longer texts.
    public var longText: LongTextPolicy
    /// Whether the model learnt from pairs of texts; nil in older records, which do not say so.
    public var pairs: Bool?
    /// Text put before each text, or before the first of a pair; nil for none.
    public var prompt: String?
    /// The tokenizer's class, which decides with the tokenizer's files how a text is tokenized; nil in older records.
    public var tokenizerClass: String?
    /// The version of libsentencepiece that tokenized the texts, where it was used: versions break ties differently.
    public var sentencePieceVersion: String?

    /// A record from its parts.
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
  /// Why that method was used.
  public var methodReason: String
  /// All options of the run that trained an encoder, as BertTuning encodes them.
  package var options: JSONValue?
  /// All options of a simple model; nil for an encoder's bundle.
  public var baseline: BaselineOptions?
  /// The classes, in order.
  public var labels: [String]
  /// The values that stood for the classes in the data, where they differed from their names.
  public var labelValues: [String]?
  /// Further values that stood for each class; nil where there are none.
  public var labelAlternatives: [[String]]?
  /// For several labels a text, the score from which each label is predicted, in the order of the labels.
  public var thresholds: [Double]?
  /// The calibration of the scores, fitted on validation rows; nil for uncalibrated scores.
  public var calibration: Calibration?
  /// The tasks of a bundle for several, in the order of their outputs; nil for one task.
  public var tasks: [TaskRecord]?
  /// The score below which `predict` gives no label, unless its command line names another; nil for none.
  public var abstainBelow: Double?
  /// SHA-256 of `novelty.safetensors`, which measures how unlike the training texts a text is; nil where there is none.
  public var novelty: String?
  /// How the nearest labelled texts vote; nil where the model predicts itself.
  public var neighbours: NeighbourRecord?
  /// What is appended to a text before the classifier sees it; nil where nothing is.
  public var appended: AppendedRecord?
  /// The score from which this table predicts in place of a larger encoder; nil where none was chosen.
  public var cascade: CascadeRecord?

  // The members of type `JSONValue` below are as BertTuning encodes them.

  /// What the method `auto` tried, and the figures that it decided by; nil where the method was named.
  package var selection: JSONValue?
  /// The adaptation to another domain and what it gained; nil where there was none.
  package var transfer: JSONValue?
  /// How the head uses the label descriptions, and the figures that this was chosen by; nil where there were none.
  package var descriptions: JSONValue?
  /// How unlabelled texts were used in training; nil where there were none.
  package var unlabelled: JSONValue?
  /// What the features learnt from unlabelled texts; nil where that was not asked for.
  package var selfTaught: JSONValue?
  /// How the layer of the features was chosen; nil where it was not.
  package var layer: JSONValue?
  /// How training changed the encoder's sentence vectors; nil where that was not measured.
  package var drift: JSONValue?
  /// The texts of the masked language modelling beside the task; nil where there were none.
  package var anchor: JSONValue?
  /// The runs with different seeds whose weights were averaged; nil where none were.
  package var soup: JSONValue?
  /// How this model was distilled from a larger one; nil where it was not.
  package var distillation: JSONValue?
  /// The data that the model was trained and evaluated on.
  public var data: DataRecord
  /// The encoder that training started from; nil for a simple model.
  public var encoder: EncoderRecord?
  /// Figures on the held-out rows.
  public var metrics: Metrics
  /// How texts become sequences; nil for a simple model.
  public var text: TextRecord?
  /// Whether a simple model learnt from pairs of texts; an encoder's bundle says so under ``text``.
  public var pairs: Bool?
  /// SHA-256 of each tokenizer or vocabulary file; checked when the bundle is loaded.
  public var tokenizerFiles: [String: String]
  /// The number format of the stored weights; nil for fp32.
  public var precision: Precision?
  /// How close the int8 model's predictions are to those in fp32; nil for other weights.
  public var agreement: Agreement?

  /// A record from its parts; other members are set later, or stay absent.
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
