/// The pieces, the algorithm and the normalization of a SentencePiece `.model`.
///
/// Source: `sentencepiece_model.proto`: `ModelProto` has pieces (1), trainer settings (2) and normalizer settings (3).
struct SentencePieceFile {
  /// The type of a piece (`SentencePiece.Type`).
  enum Kind: UInt64 {
    case normal = 1
    case unknown, control, userDefined, unused, byte
  }

  /// One piece.
  struct Piece {
    var spelling: [UInt8] = []
    var score = 0.0
    var kind = Kind.normal
  }

  /// In order of ids.
  private(set) var pieces: [Piece] = []
  /// `TrainerSpec.model_type`: 1 unigram, 2 BPE, 3 word, 4 character.
  private(set) var modelType: UInt64 = 1
  private(set) var unknownID = 0
  /// `precompiled_charsmap`; empty where there is none.
  private(set) var normalization: [UInt8] = []

  var isUnigram: Bool { modelType == 1 }

  /// The algorithm's name, for messages.
  var modelName: String {
    switch modelType {
    case 1: "Unigram"
    case 2: "BPE"
    case 3: "word"
    case 4: "character"
    default: "unknown"
    }
  }

  /// - Throws: `invalidModel`, `emptyVocabulary`.
  init(_ bytes: [UInt8], file: String) throws(TokenizerError) {
    do throws(ProtobufFields.Malformed) {
      var model = ProtobufFields(bytes[...])
      while let field = try model.next() {
        switch field.number {
        case 1: pieces.append(try Self.piece(field.content))
        case 2: try readTrainer(field.content)
        case 3:
          var settings = ProtobufFields(field.content)
          while let field = try settings.next() { if field.number == 2 { normalization = Array(field.content) } }
        default: break
        }
      }
    } catch {
      throw .invalidModel(file: file, reason: "it is not a Protocol Buffers message")
    }
    guard !pieces.isEmpty else { throw .emptyVocabulary(file: file) }
    if let id = pieces.firstIndex(where: { $0.spelling.firstInvalidUTF8Offset != nil }) {
      throw .invalidModel(file: file, reason: "its piece \(id) is not UTF-8")
    }
    guard pieces.allSatisfy({ $0.score.isFinite }) else {
      throw .invalidModel(file: file, reason: "the score of a piece is not a finite number")
    }
  }

  private static func piece(_ bytes: ArraySlice<UInt8>) throws(ProtobufFields.Malformed) -> Piece {
    var piece = Piece()
    var fields = ProtobufFields(bytes)
    while let field = try fields.nextValue() {
      switch (field.number, field.value) {
      case (1, .bytes(let spelling)): piece.spelling = Array(spelling)
      case (2, .fixed32(let bits)): piece.score = Double(Float(bitPattern: bits))
      case (3, .varint(let kind)): piece.kind = Kind(rawValue: kind) ?? .normal
      default: break
      }
    }
    return piece
  }

  private mutating func readTrainer(_ bytes: ArraySlice<UInt8>) throws(ProtobufFields.Malformed) {
    var fields = ProtobufFields(bytes)
    while let field = try fields.nextValue() {
      switch (field.number, field.value) {
      case (3, .varint(let type)): modelType = type
      case (40, .varint(let id)): unknownID = Int(exactly: id) ?? -1
      default: break
      }
    }
  }
}
