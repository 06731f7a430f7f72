public import Foundation

/// A tokenizer from a SentencePiece `.model` file, through libsentencepiece.
///
/// Ids are the model's own; tokens and offsets are those of the Python package `sentencepiece`. The model's begin and
/// end pieces, if it has them, are added around a text; a pair is begin, first, end, second, end, and the second text
/// and its end have type 1. Where the files beside a model name a class, `TokenizerLoader` makes that class's tokenizer
/// from the model's pieces instead.
public struct SentencePieceTokenizer: Tokenizer {
  private let model: SentencePieceModel
  private let postProcessor: PostProcessor

  /// Loads a model.
  /// - Parameter url: the `.model` file.
  /// - Throws: `unreadable`, `foreignFile`, `invalidModel`, `emptyVocabulary`.
  public init(contentsOf url: URL) throws(TokenizerError) {
    try self.init(TokenizerLoader.read(url), file: url.path)
  }

  init(_ bytes: [UInt8], file: String) throws(TokenizerError) {
    let model = try SentencePieceModel(bytes, file: file)
    guard model.size > 0 else { throw .emptyVocabulary(file: file) }
    self.model = model
    func special(_ id: Int32?, _ typeID: Int32) -> [SpecialTokensTemplate.Piece] {
      guard let id else { return [] }
      return [.special(ids: [id], tokens: [model.spelling(of: id) ?? ""], typeID: typeID)]
    }
    let single = special(model.beginID, 0) + [.first(typeID: 0)] + special(model.endID, 0)
    postProcessor = PostProcessor(
      template: SpecialTokensTemplate(single: single, pair: single + [.second(typeID: 1)] + special(model.endID, 1)))
  }

  /// The largest id + 1.
  public var vocabularySize: Int { Int(model.size) }

  /// The id of the padding piece, or of the unknown piece where the model has none.
  public var padID: Int32 { model.padID ?? model.unknownID }

  /// The spelling of an id, or `nil` where there is none.
  public func token(for id: Int32) -> String? { model.spelling(of: id) }

  /// Ids, type ids, tokens, offsets and the mask of special tokens of a text or a pair of texts.
  public func encode(_ text: String, pair: String?, options: EncodingOptions) -> Encoding {
    postProcessor.encoding(segment(text), pair.map(segment), options, isDetailed: true)
  }

  /// Ids and type ids only: the fast path for training and prediction.
  public func encodeIDs(_ text: String, pair: String?, options: EncodingOptions) -> Encoding {
    postProcessor.encoding(segment(text), pair.map(segment), options, isDetailed: false)
  }

  /// Ids and type ids of a text that is already tokenized.
  public func encodeIDs(of ids: [Int32], options: EncodingOptions) -> Encoding {
    postProcessor.encoding(SegmentTokens(ids: ids), nil, options, isDetailed: false)
  }

  /// The truncated encoding, then the overflowing tokens in windows that overlap by the options' stride.
  public func encodeWindows(_ text: String, pair: String?, options: EncodingOptions) -> [Encoding] {
    postProcessor.windows(segment(text), pair.map(segment), options)
  }

  private func segment(_ text: String) -> SegmentTokens {
    var text = text
    return text.withUTF8 { bytes in
      let pieces = model.pieces(of: bytes)
      // Offsets ascend, so that each scalar is counted once.
      var counted = (bytes: 0, scalars: 0)
      func scalars(before end: Int) -> Int {
        if end < counted.bytes { counted = (0, 0) }
        counted.scalars += UTF8Scan.count(UnsafeBufferPointer(rebasing: bytes[counted.bytes..<min(end, bytes.count)]))
        counted.bytes = min(end, bytes.count)
        return counted.scalars
      }
      let offsets = pieces.map { piece in
        let start = scalars(before: piece.bytes.lowerBound)
        return start..<max(start, scalars(before: piece.bytes.upperBound))
      }
      return SegmentTokens(ids: pieces.map(\.id), offsets: offsets) { pieces[$0].text }
    }
  }
}
