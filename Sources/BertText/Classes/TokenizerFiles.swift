import BertStorage
import Foundation

/// The files of a directory that determine its tokenizer.
struct TokenizerFiles {
  let directory: URL
  let configuration: JSONValue?
  let specialTokensMap: JSONValue?
  let addedTokens: JSONValue?
  /// `tokenizer.json`.
  let tokenizer: JSONValue?

  init(_ directory: URL) throws(TokenizerError) {
    self.directory = directory
    configuration = try TokenizerLoader.document("tokenizer_config.json", in: directory)
    specialTokensMap = try TokenizerLoader.document("special_tokens_map.json", in: directory)
    addedTokens = try TokenizerLoader.document("added_tokens.json", in: directory)
    tokenizer = try TokenizerLoader.document("tokenizer.json", in: directory)
  }

  func path(_ name: String) -> String { TokenizerLoader.place(of: name, in: directory).path }

  /// The options of the tokenizer class.
  var options: ClassOptions {
    ClassOptions(document: configuration, file: path("tokenizer_config.json"), overridesFile: tokenizer != nil)
  }

  /// The tokens that the files declare.
  func declared() throws(TokenizerError) -> DeclaredTokens {
    try DeclaredTokens(
      DeclaredTokens.Files(
        configuration: configuration.map { ($0, path("tokenizer_config.json")) },
        map: specialTokensMap.map { ($0, path("special_tokens_map.json")) },
        added: addedTokens.map { ($0, path("added_tokens.json")) },
        tokenizer: tokenizer.map { ($0, path("tokenizer.json")) }))
  }

  /// Whether the directory holds a file.
  func holds(_ name: String) -> Bool { TokenizerLoader.isFile(TokenizerLoader.place(of: name, in: directory)) }

  func bytes(_ name: String) throws(TokenizerError) -> [UInt8] {
    try TokenizerLoader.read(TokenizerLoader.place(of: name, in: directory))
  }

  /// The name of the SentencePiece model: the name that transformers tries first, or else the class's, or else another
  /// one.
  func sentencePiece(_ ownName: String?) -> String? {
    let names = ["tokenizer.model"] + (ownName.map { [$0] } ?? []) + TokenizerLoader.sentencePieceNames
    return names.first(where: holds)
  }

  /// The vocabulary for a class.
  /// - Throws: `noVocabulary` where the directory has none, and errors of its file.
  func source(
    _ recipe: any TokenizerRecipe, _ declared: DeclaredTokens
  ) throws(TokenizerError) -> VocabularySource {
    if let tokenizer { return try VocabularySource(tokenizer, recipe, file: path("tokenizer.json")) }
    switch recipe.model {
    case .wordPiece:
      guard holds(recipe.vocabularyFile) else { break }
      let file = path(recipe.vocabularyFile)
      var warnings: [String] = []
      let entries = try TokenizerLoader.entries(
        vocabularyList: bytes(recipe.vocabularyFile), file: file, warnings: &warnings)
      guard !entries.isEmpty else { throw .emptyVocabulary(file: file) }
      return VocabularySource(wordPieces: entries, warnings: warnings, file: file)
    case .bytePairs:
      guard let vocabulary = try TokenizerLoader.document("vocab.json", in: directory), holds("merges.txt") else {
        break
      }
      let file = path("vocab.json")
      return VocabularySource(
        try TokenizerLoader.entries(vocabulary, field: "the document", file: file),
        merges: try TokenizerLoader.merges(list: bytes("merges.txt"), file: path("merges.txt")), file: file)
    case .unigram:
      guard let name = sentencePiece(recipe.vocabularyFile) else { break }
      let roles = declared.roles(recipe)
      return try VocabularySource(
        sentencePiece: bytes(name), recipe, { roles[$0]?.content ?? recipe.roles[$0]?.content ?? [] }, file: path(name))
    }
    throw .noVocabulary(
      directory: directory.path, name: recipe.className,
      wanted: recipe.model == .bytePairs ? "vocab.json with merges.txt" : recipe.vocabularyFile)
  }
}
