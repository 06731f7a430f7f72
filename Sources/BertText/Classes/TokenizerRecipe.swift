/// How a class of transformers makes its tokenizer from a vocabulary and its options, whatever else the files say.
///
/// Each conformer follows `models/*/tokenization_*.py` of transformers 5.24.
protocol TokenizerRecipe: Sendable {
  /// The class's name, without `Fast`.
  var className: String { get }
  /// What the vocabulary is made for.
  var model: VocabularyKind { get }
  /// The file that holds the vocabulary where there is no `tokenizer.json`.
  var vocabularyFile: String { get }
  /// Whether the second text of a pair has type 1 for the model (`token_type_ids` in `model_input_names`).
  var givesTokenTypes: Bool { get }
  var paddingSide: EncodingOptions.Side { get }
  /// The special tokens that the class has where no file names others.
  var roles: [SpecialTokenRole: TokenDeclaration] { get }
  /// Further special tokens.
  /// - Parameter stated: those of `special_tokens_map.json`, or of a SentencePiece model.
  func additional(_ stated: [TokenDeclaration]?) -> [TokenDeclaration]
  /// Whether a post-processor of `tokenizer.json` takes the place of the class's frame.
  var yieldsFrameToFile: Bool { get }
  /// What was decided, for people.
  var decisions: [PretrainedTokenizer.Decision] { get }

  /// A token that fills a role, with the flags that the class gives to plain spellings.
  func token(_ token: TokenDeclaration, as role: SpecialTokenRole) -> TokenDeclaration

  /// The pieces of a SentencePiece model in the order of the class's ids.
  func pieces(_ file: SentencePieceFile, _ spelling: (SpecialTokenRole) -> [UInt8]) -> [ScoredPiece]

  /// The id of the unknown token of a unigram vocabulary.
  /// - Parameter declared: what the `.model` says, if the vocabulary comes from one.
  func unknownID(_ pieces: [ScoredPiece], unknown: [UInt8], declared: Int?) -> Int

  /// - Parameter map: SentencePiece's own normalization rules, where the vocabulary's file has them.
  func normalizer(_ map: Precompiled?) -> (any Normalizer)?
  func steps() -> [any PreTokenizer]

  /// The special tokens around a text and a pair, or `nil` where the class leaves that to files.
  /// - Throws: `missingSpecialToken`.
  func frame(_ tokens: FrameTokens) throws(TokenizerError) -> PostProcessor?
}

/// The kinds of vocabulary.
enum VocabularyKind: String, Sendable {
  case wordPiece = "WordPiece"
  case unigram = "Unigram"
  case bytePairs = "BPE"
}

/// A piece of a unigram vocabulary.
typealias ScoredPiece = (spelling: [UInt8], score: Double)

extension TokenizerRecipe {
  var givesTokenTypes: Bool { false }
  var paddingSide: EncodingOptions.Side { .right }
  var yieldsFrameToFile: Bool { false }
  var decisions: [PretrainedTokenizer.Decision] { [] }

  func additional(_ stated: [TokenDeclaration]?) -> [TokenDeclaration] { stated ?? [] }
  func token(_ token: TokenDeclaration, as role: SpecialTokenRole) -> TokenDeclaration { token }

  func pieces(_ file: SentencePieceFile, _ spelling: (SpecialTokenRole) -> [UInt8]) -> [ScoredPiece] {
    file.pieces.map { ($0.spelling, $0.score) }
  }

  func unknownID(_ pieces: [ScoredPiece], unknown: [UInt8], declared: Int?) -> Int { declared ?? 0 }
  func normalizer(_ map: Precompiled?) -> (any Normalizer)? { map }
}

/// The special tokens that a frame may use: their spellings and their ids.
struct FrameTokens {
  let named: [SpecialTokenRole: TokenDeclaration]
  let table: AddedTokenTable
  let file: String
  /// Whether the vocabulary or a file's own list of tokens holds a spelling: a model was trained with none but these.
  let isHeld: ([UInt8]) -> Bool

  /// The token of a role.
  /// - Throws: `missingSpecialToken` where none is named, or the one that is has no row of a model.
  func token(_ role: SpecialTokenRole) throws(TokenizerError) -> (token: String, id: Int32) {
    guard let token = named[role], isHeld(token.content), let id = table.id(of: token.content) else {
      throw .missingSpecialToken(file: file, role: role.name, token: named[role]?.text ?? "null")
    }
    return (token.text, id)
  }
}

extension Metaspace {
  /// SentencePiece's mark, U+2581, before every word.
  static func sentencePiece(_ scheme: PrependScheme) -> Metaspace {
    Metaspace(replacement: [0xE2, 0x96, 0x81], prependScheme: scheme, splits: true)
  }

  /// White space splits, then the mark goes before every word.
  static func words(_ scheme: PrependScheme = .always) -> [any PreTokenizer] {
    [ScalarSplit(kind: .whitespace, behavior: .removed), sentencePiece(scheme)]
  }
}
