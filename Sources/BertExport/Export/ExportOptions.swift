/// What is written with the vectors, and how.
public struct ExportOptions: Sendable, Equatable {
  /// The format of the output.
  public var format: EmbeddingFormat
  /// The type of a stored value.
  public var element: VectorElement
  /// Whether an unfinished run is resumed. It must have been begun with the same options, model and input.
  public var resumes: Bool
  /// The name of the model in the output's description.
  public var model: String
  /// The ranges that int8 codes divide into steps; nil takes those of the input's first rows.
  public var ranges: RecordedRanges?
  /// The index that the lines of the format `bulk` name.
  public var index: String?
  /// The most bytes of a file of the format `bulk`; the output is then a directory of such files. nil for one file.
  public var splitBytes: Int?
  /// How texts are searched by words; nil where they are not.
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
