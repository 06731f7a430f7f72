/// A model that splits a piece of normalized text into tokens.
protocol SubwordModel: Sendable {
  /// The id of the unknown token, if the model has one.
  var unknownID: Int32? { get }

  /// Whether the spelling of an unknown token is the text that it covers.
  var showsUnknownText: Bool { get }

  /// Whether a cache of pieces is faster than the model.
  var isWorthCaching: Bool { get }

  /// Whether tokens are numbers of spellings (`Vocabulary.numbered`) rather than ids.
  var givesNumbers: Bool { get }

  /// Appends the tokens of a piece to `scratch.tokens`, or sets `scratch.fault`.
  /// - Parameters:
  ///   - piece: the bytes of the piece, not empty.
  ///   - scratch: the tokens, the fault and the buffers.
  func cut(_ piece: UnsafeBufferPointer<UInt8>, _ scratch: inout ModelScratch)
}

extension SubwordModel {
  var showsUnknownText: Bool { false }
  var isWorthCaching: Bool { true }
  var givesNumbers: Bool { false }
}

/// A token and the range of bytes of its piece that it covers.
struct PieceToken: BitwiseCopyable {
  var id: Int32
  var start: Int32
  var end: Int32
}

/// The buffers of models, kept from one piece to the next to avoid allocations.
struct ModelScratch {
  var tokens: [PieceToken] = []
  /// Why the text cannot be tokenized: a step before the model failed, or the model is WordLevel without an unknown
  /// token. It stays until the next text.
  var fault: EncodingFault?
  /// WordPiece: ids of a piece.
  var ids: [Int32] = []
  /// BPE: the symbols of a piece, and the queue of merges.
  var symbols: [BytePairModel.Symbol] = []
  var waiting: MergeQueue = MergeQueue()
  /// Unigram: the best path to each byte.
  var paths: [UnigramModel.Path] = []
}
