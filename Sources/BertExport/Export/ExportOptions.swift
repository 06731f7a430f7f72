/// What is written of the vectors, and how.
public struct ExportOptions: Sendable, Equatable {
  /// The format of the output.
  public var format: EmbeddingFormat
  /// What a value is stored as.
  public var element: VectorElement
  /// Whether an unfinished run is taken up. It must have been begun with the same options, model and input.
  public var resumes: Bool
  /// How the output's description calls the model.
  public var model: String
  /// What int8 codes are steps of; nil takes the ranges of the input's first rows.
  public var ranges: RecordedRanges?
  /// The index that the lines of the format `bulk` name.
  public var index: String?
  /// Bytes of a file of the format `bulk` at the most; the output is a directory of such files then. nil for one file.
  public var splitBytes: Int?
  /// How words are found beside the vectors; nil where they are not.
  public var words: WordSearch?

  /// Whether texts are kept beside vectors whose form has no place for columns, so that a search can show them.
  public var keepsTexts = false

  /// Whether the output holds the texts themselves.
  var writesTexts: Bool { format == .bulk || words != nil || keepsTexts }

  /// Options from their parts.
  public init(
    format: EmbeddingFormat = .npy, element: VectorElement = .float32, resumes: Bool = false, model: String = "",
    ranges: RecordedRanges? = nil
  ) {
    self.format = format
    self.element = element
    self.resumes = resumes
    self.model = model
    self.ranges = ranges
  }
}
