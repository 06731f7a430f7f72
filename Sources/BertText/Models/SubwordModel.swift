/// What cuts a piece of normalized text into tokens.
protocol SubwordModel: Sendable {
  /// The token for what the vocabulary does not hold, where there is one.
  var unknownID: Int32? { get }

  /// Whether a token of that id is shown by the text that it stands for.
  var showsUnknownText: Bool { get }

  /// Whether it is worth while to remember how a piece was cut.
  var isWorthRemembering: Bool { get }

  /// Whether tokens are numbers of spellings (`Vocabulary.numbered`) rather than ids.
  var givesNumbers: Bool { get }

  /// Appends the tokens of a piece, which is not empty, to `scratch.tokens`, or leaves `scratch.fault`.
  func cut(_ piece: UnsafeBufferPointer<UInt8>, _ scratch: inout ModelScratch)
}

extension SubwordModel {
  var showsUnknownText: Bool { false }
  var isWorthRemembering: Bool { true }
  var givesNumbers: Bool { false }
}

/// A token and the bytes of its piece that it covers.
struct PieceToken: BitwiseCopyable {
  var id: Int32
  var start: Int32
  var end: Int32
}

/// The buffers that models work in, kept from one piece to the next so that nothing is allocated.
struct ModelScratch {
  var tokens: [PieceToken] = []
  /// Why the text cannot be cut: a step before the model failed, or WordLevel does. It stays until the next text.
  var fault: EncodingFault?
  /// WordPiece: ids of a piece.
  var ids: [Int32] = []
  /// BPE: the symbols of a piece, and merges that wait.
  var symbols: [BytePairModel.Symbol] = []
  var waiting: MergeQueue = MergeQueue()
  /// Unigram: the best path to each byte.
  var paths: [UnigramModel.Path] = []
}
