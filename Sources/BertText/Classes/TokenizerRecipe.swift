/// How a class of transformers makes its tokenizer from a vocabulary and its options.
///
/// Each conformer follows `models/*/tokenization_*.py` of transformers 5.24.
protocol TokenizerRecipe: Sendable {
  /// The class's name, without `Fast`.
  var className: String { get }
  /// The kind of the vocabulary.
  var model: VocabularyKind { get }
  /// The file of the vocabulary where there is no `tokenizer.json`.
  var vocabularyFile: String { get }
  /// Whether the model gets token types (`token_type_ids` in `model_input_names`).
  var givesTokenTypes: Bool { get }
  var paddingSide: EncodingOptions.Side { get }
  /// The class's default special tokens.
  var roles: [SpecialTokenRole: TokenDeclaration] { get }
  /// Further special tokens.
  /// - Parameter stated: those of `special_tokens_map.json` or of a SentencePiece model; nil where there are none.
  func additional(_ stated: [TokenDeclaration]?) -> [TokenDeclaration]
  /// Whether a post-processor in `tokenizer.json` replaces the class's own.
  var yieldsFrameToFile: Bool { get }
  /// The decisions of the class's options, for display.
  var decisions: [PretrainedTokenizer.Decision] { get }

  /// The token of a role, with the flags that the class gives to plain spellings.
  func token(_ token: TokenDeclaration, as role: SpecialTokenRole) -> TokenDeclaration

  /// The pieces of a SentencePiece model, in the order of the class's ids.
  /// - Parameter spelling: the spelling of the token of a role.
  func pieces(_ file: SentencePieceFile, _ spelling: (SpecialTokenRole) -> [UInt8]) -> [ScoredPiece]

  /// The id of the unknown token of a unigram vocabulary.
  /// - Parameter declared: the id in the `.model`, if the vocabulary comes from one.
  func unknownID(_ pieces: [ScoredPiece], unknown: [UInt8], declared: Int?) -> Int

  /// The class's normalizer.
  /// - Parameter map: SentencePiece's normalization rules, where the vocabulary's file has them.
  func normalizer(_ map: Precompiled?) -> (any Normalizer)?
  /// The steps of the class's pre-tokenizer.
  func steps() -> [any PreTokenizer]

  /// The special tokens around a text and a pair, or `nil` where only files decide them.
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

/// The special tokens for a class's post-processor: spellings and ids.
struct FrameTokens {
  let named: [SpecialTokenRole: TokenDeclaration]
  let table: AddedTokenTable
  let file: String
  /// Whether the vocabulary or a file's list of added tokens has a spelling: a model was trained only with those.
  let isHeld: ([UInt8]) -> Bool

  /// The token of a role.
  /// - Throws: `missingSpecialToken` where none is named, or the model was not trained with it.
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

  /// Splits at white space, then puts the mark before every word.
  static func words(_ scheme: PrependScheme = .always) -> [any PreTokenizer] {
    [ScalarSplit(kind: .whitespace, behavior: .removed), sentencePiece(scheme)]
  }
}
