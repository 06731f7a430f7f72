public import Foundation

/// A tokenizer from a SentencePiece `.model` file, through libsentencepiece.
///
/// Ids are the model's own; tokens and offsets are those of the Python package `sentencepiece`. Around a text stand the
/// model's begin and end pieces, as far as it has them; a pair is begin, first, end, second, end, the second text and
/// its end being of type 1. `TokenizerLoader` knows two classes that differ: XLM-R's, whose embedding rows are shifted
/// against the model's ids, and T5's, which has no begin piece.
public struct SentencePieceTokenizer: Tokenizer {
  private let model: SentencePieceModel
  private let rows: SentencePieceRows
  private let postProcessor: PostProcessor

  /// Loads a model.
  /// - Throws: `unreadable`, `invalidModel`.
  public init(contentsOf url: URL) throws(TokenizerError) {
    try self.init(TokenizerLoader.read(url), file: url.path)
  }

  /// - Parameter className: the `tokenizer_class` of the configuration.
  init(_ bytes: [UInt8], file: String, className: String = "") throws(TokenizerError) {
    let model = try SentencePieceModel(bytes, file: file)
    guard model.size > 0 else { throw .emptyVocabulary(file: file) }
    self.model = model
    let name = className.hasSuffix("Fast") ? className.dropLast(4) : className[...]
    switch name {
    case "XLMRobertaTokenizer":
      rows = .fairseq
      postProcessor = PostProcessor(
        template: .roberta(cls: ("<s>", 0), sep: ("</s>", 2)), windowsAreOfTemplateType: true)
    case "AlbertTokenizer", "XLNetTokenizer", "CamembertTokenizer", "BigBirdTokenizer":
      // These change the text or the ids in ways of their own.
      throw .unsupportedComponent(file: file, section: "tokenizer_class without tokenizer.json", type: className)
    default:
      rows = .own
      func special(_ id: Int32?, _ typeID: Int32) -> [SpecialTokensTemplate.Piece] {
        guard let id else { return [] }
        return [.special(ids: [id], tokens: [model.spelling(of: id) ?? ""], typeID: typeID)]
      }
      let isT5 = name.hasSuffix("T5Tokenizer")
      let single = (isT5 ? [] : special(model.beginID, 0)) + [.first(typeID: 0)] + special(model.endID, 0)
      let typeID: Int32 = isT5 ? 0 : 1
      postProcessor = PostProcessor(
        template: SpecialTokensTemplate(
          single: single, pair: single + [.second(typeID: typeID)] + special(model.endID, typeID)))
    }
  }

  /// The largest id + 1, added tokens included.
  public var vocabularySize: Int { rows.count(modelSize: Int(model.size)) }

  /// The padding piece, or where the model has none the unknown piece.
  public var padID: Int32 { rows == .fairseq ? 1 : model.padID ?? model.unknownID }

  /// The spelling of an id, or `nil` where there is none.
  public func token(for id: Int32) -> String? {
    rows.specialSpelling(of: id, modelSize: model.size) ?? model.spelling(of: rows.piece(of: id))
  }

  /// Ids, type ids, tokens, offsets and the mask of special tokens of a text or a pair of texts.
  public func encode(_ text: String, pair: String?, options: EncodingOptions) -> Encoding {
    postProcessor.encoding(segment(text), pair.map(segment), options, isDetailed: true)
  }

  /// Ids and type ids only: the fast path for training and prediction.
  public func encodeIDs(_ text: String, pair: String?, options: EncodingOptions) -> Encoding {
    postProcessor.encoding(segment(text), pair.map(segment), options, isDetailed: false)
  }

  /// Ids and type ids of a text that is cut into tokens already.
  public func encodeIDs(of ids: [Int32], options: EncodingOptions) -> Encoding {
    postProcessor.encoding(SegmentTokens(ids: ids), nil, options, isDetailed: false)
  }

  /// What truncation leaves, then what it cut off, in windows that overlap by the options' stride.
  public func encodeWindows(_ text: String, pair: String?, options: EncodingOptions) -> [Encoding] {
    postProcessor.windows(segment(text), pair.map(segment), options)
  }

  private func segment(_ text: String) -> SegmentTokens {
    var text = text
    return text.withUTF8 { bytes in
      let pieces = model.pieces(of: bytes)
      // Offsets only grow, so scalars are counted once through the text.
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
      return SegmentTokens(ids: pieces.map { rows.row(of: $0.id) }, offsets: offsets) { pieces[$0].text }
    }
  }
}
