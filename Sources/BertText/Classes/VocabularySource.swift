import BertStorage
import Foundation

/// The vocabulary for a class's pipeline, and the file that it comes from.
struct VocabularySource {
  enum Content {
    case wordPiece([(spelling: [UInt8], id: Int)])
    case bytePairs([(spelling: [UInt8], id: Int)], merges: [(left: [UInt8], right: [UInt8])])
    case unigram([ScoredPiece], map: Precompiled?, unknownID: Int?)
  }

  var content: Content
  let file: String
  /// What a user should know about the file, one line each.
  var warnings: [String] = []
  /// Special tokens of a SentencePiece model, which replace the class's further ones.
  var additional: [TokenDeclaration]?

  /// Reads the vocabulary of a `tokenizer.json`, the only part of the file that a class uses.
  /// - Throws: `contradiction` where its model is of another kind than the class's.
  init(_ document: JSONValue, _ recipe: any TokenizerRecipe, file: String) throws(TokenizerError) {
    self.file = file
    let model = document["model"]
    let type = try TokenizerLoader.modelType(model, file: file)
    guard type == recipe.model.rawValue else {
      throw .contradiction(
        file: file, first: "its model is \(type)", second: "\(recipe.className) takes \(recipe.model.rawValue)",
        remedy:
          "name the class that the file was made with in \"tokenizer_class\" of tokenizer_config.json, or \"PreTrainedTokenizerFast\" to take the file as it is"
      )
    }
    switch recipe.model {
    case .wordPiece:
      content = .wordPiece(try TokenizerLoader.entries(model?["vocab"], field: "model.vocab", file: file))
    case .bytePairs:
      content = .bytePairs(
        try TokenizerLoader.entries(model?["vocab"], field: "model.vocab", file: file),
        merges: try TokenizerLoader.merges(model?["merges"], file: file))
    case .unigram:
      let pieces = try TokenizerLoader.scoredPieces(model?["vocab"], file: file)
      content = .unigram(pieces, map: try Self.map(document["normalizer"], file: file), unknownID: nil)
    }
  }

  /// The first SentencePiece rules among the normalizers; nested sequences are not searched, as in the reference.
  private static func map(_ normalizer: JSONValue?, file: String) throws(TokenizerError) -> Precompiled? {
    guard let normalizer else { return nil }
    let isSequence = normalizer["type"]?.bytes == Array("Sequence".utf8)
    let steps = isSequence ? normalizer["normalizers"]?.elements ?? [] : [normalizer]
    for step in steps where step["type"]?.bytes == Array("Precompiled".utf8) && step["precompiled_charsmap"] != nil {
      return try TokenizerLoader.normalizer(step, file: file) as? Precompiled
    }
    return nil
  }

  /// Reads the vocabulary of a SentencePiece model.
  /// - Throws: `contradiction` where it is not a unigram model.
  init(
    sentencePiece bytes: [UInt8], _ recipe: any TokenizerRecipe, _ spelling: (SpecialTokenRole) -> [UInt8], file: String
  ) throws(TokenizerError) {
    self.file = file
    let model = try SentencePieceFile(bytes, file: file)
    guard model.isUnigram else {
      throw .contradiction(
        file: file, first: "its algorithm is \(model.modelName)", second: "\(recipe.className) takes Unigram",
        remedy: "name the class that the model was trained with in \"tokenizer_class\" of tokenizer_config.json")
    }
    var map: Precompiled?
    if !model.normalization.isEmpty {
      map = Precompiled(model.normalization)
      if map == nil { throw .invalidModel(file: file, reason: "its precompiled_charsmap is damaged") }
    }
    content = .unigram(recipe.pieces(model, spelling), map: map, unknownID: model.unknownID)
    additional = model.pieces.compactMap { piece in
      guard piece.kind == .control || piece.kind == .userDefined else { return nil }
      var token = TokenDeclaration(plain: piece.spelling)
      token.isPlain = false
      token.normalized = false
      token.special = piece.kind == .control
      return token
    }
  }

  /// The vocabulary of a `vocab.txt`.
  init(wordPieces: [(spelling: [UInt8], id: Int)], warnings: [String], file: String) {
    self.file = file
    self.warnings = warnings
    content = .wordPiece(wordPieces)
  }

  /// The vocabulary of `vocab.json` and `merges.txt`.
  init(
    _ entries: [(spelling: [UInt8], id: Int)], merges: [(left: [UInt8], right: [UInt8])], file: String
  ) {
    self.file = file
    content = .bytePairs(entries, merges: merges)
  }
}
