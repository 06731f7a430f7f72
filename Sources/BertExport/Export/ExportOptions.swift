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

  /// - Throws: `option` for ranges of what is not coded.
  func check() throws(ExportError) {
    guard let ranges, element != .int8 else { return }
    throw .option(name: "ranges", value: ranges.path, rule: "they are for vectors of int8, and these are not")
  }
}
