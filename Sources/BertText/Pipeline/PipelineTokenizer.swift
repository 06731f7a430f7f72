/// A tokenizer with any of the normalizers, pre-tokenizers, models and post-processors of `tokenizer.json`.
///
/// Ids, tokens and offsets are those of Hugging Face's fast tokenizer (crate `tokenizers` 0.23) for the same file.
/// Cheap to copy, and safe to use from several threads at once. For BERT's pipeline `WordPieceTokenizer` is faster.
public struct PipelineTokenizer: Tokenizer {
  let pipeline: Pipeline
  private let workers: WorkerPool
  let postProcessor: PostProcessor
  /// The id of the padding token; where the files name none, the unknown token or 0.
  public let padID: Int32
  /// The truncation that the tokenizer's files declare; not applied.
  public let declaredTruncation: EncodingOptions?
  /// The padding that the tokenizer's files declare; not applied.
  public let declaredPadding: PaddingOptions?

  init(_ settings: PipelineSettings) {
    pipeline = settings.pipeline
    workers = WorkerPool(settings.pipeline)
    postProcessor = settings.postProcessor
    padID = settings.padID
    declaredTruncation = settings.declaredTruncation
    declaredPadding = settings.declaredPadding
  }

  /// What a user should know about the tokenizer's files, one line each.
  public var warnings: [String] { pipeline.vocabulary.warnings + postProcessor.warnings }

  /// The largest id + 1, added tokens included.
  public var vocabularySize: Int {
    max(pipeline.vocabulary.size, pipeline.added.spellings.keys.max().map { Int($0) + 1 } ?? 0)
  }

  /// The spelling of an id, or `nil` where there is none.
  public func token(for id: Int32) -> String? { pipeline.token(for: id) }

  /// Ids, type ids, tokens, offsets and the mask of special tokens of a text or a pair of texts.
  public func encode(_ text: String, pair: String?, options: EncodingOptions) -> Encoding {
    postProcessor.encoding(
      segment(text, tracksOffsets: true), pair.map { segment($0, tracksOffsets: true) }, options, isDetailed: true)
  }

  /// Ids and type ids only: the fast path for training and prediction.
  public func encodeIDs(_ text: String, pair: String?, options: EncodingOptions) -> Encoding {
    postProcessor.encoding(
      segment(text, tracksOffsets: false), pair.map { segment($0, tracksOffsets: false) }, options, isDetailed: false)
  }

  /// Ids and type ids of a text that is already tokenized.
  public func encodeIDs(of ids: [Int32], options: EncodingOptions) -> Encoding {
    postProcessor.encoding(SegmentTokens(ids: ids), nil, options, isDetailed: false)
  }

  /// The truncated encoding, then the overflowing tokens in windows that overlap by the options' stride.
  public func encodeWindows(_ text: String, pair: String?, options: EncodingOptions) -> [Encoding] {
    postProcessor.windows(segment(text, tracksOffsets: true), pair.map { segment($0, tracksOffsets: true) }, options)
  }

  private func segment(_ text: String, tracksOffsets: Bool) -> SegmentTokens {
    workers.withEncoder { encoder in
      encoder.encode(text, tracksOffsets: tracksOffsets)
      let ids = encoder.ids
      let spellings = encoder.spellings
      return SegmentTokens(ids: ids, offsets: encoder.offsets, fault: encoder.fault) { index in
        spellings[index] ?? pipeline.token(for: ids[index]) ?? ""
      }
    }
  }
}

/// The parts of a `PipelineTokenizer`.
struct PipelineSettings {
  var pipeline: Pipeline
  var postProcessor = PostProcessor(template: .plain)
  var padID: Int32 = 0
  var declaredTruncation: EncodingOptions?
  var declaredPadding: PaddingOptions?
}
