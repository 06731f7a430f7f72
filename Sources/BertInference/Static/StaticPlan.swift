import BertEncoder
import BertKernels
import BertText

/// A table and the options, combined and checked.
struct StaticPlan: VectorPlan {
  let tokenizer: any Tokenizer
  let maxLength: Int
  let prompt: String
  let encoding: EncodingOptions
  let pooling = [PoolingMode.mean]
  let skipsPrompt = false
  var settings: ModelSettings { table.files.settings }
  private let table: StaticTable
  private let options: EmbeddingOptions

  /// - Throws: `option`, `unknownPrompt`.
  init(_ table: StaticTable, options: EmbeddingOptions) throws(InferenceError) {
    self.table = table
    self.options = options
    tokenizer = table.tokenizer.tokenizer
    if let pooling = options.pooling, pooling != .mean {
      throw .option(
        name: "pooling", value: pooling.rawValue,
        rule: "a table of token vectors was made for the mean; leave the option out")
    }
    if let precision = options.precision, precision != .fp32 {
      throw .option(
        name: "precision", value: precision.rawValue, rule: "a table of token vectors is read in fp32 alone")
    }
    if let length = options.maxLength, length < 1 {
      throw .option(name: "max-length", value: "\(length)", rule: "must be positive")
    }
    let length = options.maxLength ?? table.maxLength
    maxLength = length ?? .max
    encoding = EncodingOptions(
      maxLength: length, addSpecialTokens: false, truncationSide: tokenizer.declaredTruncation?.truncationSide ?? .right
    )
    prompt = try EmbeddingPlan.prompt(options, table.files.settings, trainedWith: nil)
  }

  /// fp32: a table has no matrix products.
  func precision(on compute: Compute) -> Precision { .fp32 }

  /// The pipeline without a store: computing a vector from the table is faster than reading it from disk.
  func pipeline(
    _ compute: Compute, cache: FeatureCache?
  ) throws(InferenceError) -> (pipeline: any VectorPipeline, store: FeatureStore?) {
    let width = table.vectors.columns, own = settings.dimensions ?? width
    if let dimensions = options.dimensions, !(1...width).contains(dimensions) {
      throw .option(
        name: "dimensions", value: "\(dimensions)", rule: "must be from 1 to \(width), the table's dimensions")
    }
    let pipeline = StaticPipeline(
      table: table.vectors.columns(0..<min(width, options.dimensions ?? own)),
      normalizes: options.normalizes ?? table.files.normalizes)
    return (pipeline, nil)
  }
}
