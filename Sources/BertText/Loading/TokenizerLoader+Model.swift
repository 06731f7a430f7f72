import BertStorage

extension TokenizerLoader {
  /// A model of `tokenizer.json` and its vocabulary.
  struct LoadedModel {
    var vocabulary: Vocabulary
    var subwords: any SubwordModel
    /// Whether the model takes bytes, instead of letters that stand for bytes.
    var takesBytes = false
  }

  /// The model's type. In old files, which do not have it, the fields decide.
  static func modelType(_ value: JSONValue?, file: String) throws(TokenizerError) -> String {
    guard let value else { throw .unsupportedComponent(file: file, section: "model", type: "null") }
    if value["type"] == nil {
      if value["merges"] != nil { return "BPE" }
      if value["vocab"]?.elements != nil { return "Unigram" }
      if value["max_input_chars_per_word"] != nil { return "WordPiece" }
      if value["vocab"]?.members != nil, value["unk_token"] != nil { return "WordLevel" }
    }
    return try type(value, section: "model", file: file)
  }

  /// The model of a `tokenizer.json`.
  /// - Parameters:
  ///   - value: the section `model`.
  ///   - isByteLevel: whether the step right before the model is a byte-level pre-tokenizer.
  ///   - file: the file's name, for warnings and errors.
  static func model(
    _ value: JSONValue?, isByteLevel: Bool, file: String
  ) throws(TokenizerError) -> LoadedModel {
    let type = try modelType(value, file: file)
    guard let value else { throw .unsupportedComponent(file: file, section: "model", type: "null") }
    switch type {
    case "WordPiece":
      let settings = try wordPiece(value, file: file)
      let vocabulary = try Vocabulary(settings.entries, warnings: settings.warnings, file: file)
      guard let unknown = vocabulary.id(of: Array(settings.unknownToken.utf8)) else {
        throw .missingSpecialToken(file: file, role: "unknown", token: settings.unknownToken)
      }
      return LoadedModel(
        vocabulary: vocabulary,
        subwords: try WordPieceSubwords(
          vocabulary, unknown: unknown, prefix: Array(settings.continuationPrefix.utf8),
          longestWord: settings.longestWord, file: file))
    case "BPE":
      return try bytePairs(value, isByteLevel: isByteLevel, file: file)
    case "Unigram":
      return try unigram(value, file: file)
    case "WordLevel":
      return try wordLevel(value, file: file)
    default:
      throw .unsupportedComponent(file: file, section: "model", type: type)
    }
  }

  static func entries(
    _ value: JSONValue?, field: String, file: String
  ) throws(TokenizerError) -> [(spelling: [UInt8], id: Int)] {
    guard let members = value?.members else {
      throw .invalidField(file: file, field: field, reason: "an object was expected")
    }
    guard !members.isEmpty else { throw .emptyVocabulary(file: file) }
    var entries: [(spelling: [UInt8], id: Int)] = []
    entries.reserveCapacity(members.count)
    for (spelling, value) in members {
      guard let id = value.integer else {
        throw .invalidField(
          file: file, field: field,
          reason: "the id of \"\(spelling)\" is not a whole number")
      }
      entries.append((Array(spelling.utf8), id))
    }
    return entries
  }

  static func wordPiece(_ model: JSONValue?, file: String) throws(TokenizerError) -> WordPieceSettings {
    var warnings: [String] = []
    var settings = WordPieceSettings(
      entries: try Vocabulary.counting(
        entries(model?["vocab"], field: "model.vocab", file: file), file: file, warnings: &warnings))
    settings.warnings = warnings
    settings.unknownToken = model?["unk_token"]?.string ?? settings.unknownToken
    settings.continuationPrefix = model?["continuing_subword_prefix"]?.string ?? settings.continuationPrefix
    if let value = model?["max_input_chars_per_word"] {
      guard let longest = value.integer, longest > 0 else {
        throw .invalidField(file: file, field: "model.max_input_chars_per_word", reason: "must be 1 or more")
      }
      settings.longestWord = longest
    }
    return settings
  }

  private static func bytePairs(
    _ value: JSONValue, isByteLevel: Bool, file: String
  ) throws(TokenizerError) -> LoadedModel {
    if let dropout = value["dropout"], dropout.number != 0 {
      throw .invalidField(
        file: file, field: "model.dropout",
        reason: "merges are left out at random, so that a text gets different tokens each time: set it to null")
    }
    let merges = try merges(value["merges"], file: file)
    var settings = BytePairModel.Settings(
      unknownToken: value["unk_token"]?.bytes, continuationPrefix: value["continuing_subword_prefix"]?.bytes ?? [],
      endSuffix: value["end_of_word_suffix"]?.bytes ?? [])
    settings.fusesUnknown = try flag(value, "fuse_unk", "model", default: false, file: file)
    settings.fallsBackToBytes = try flag(value, "byte_fallback", "model", default: false, file: file)
    settings.ignoresMerges = try flag(value, "ignore_merges", "model", default: false, file: file)
    return try bytePairs(
      try Vocabulary(try entries(value["vocab"], field: "model.vocab", file: file), file: file), merges, settings,
      isByteLevel: isByteLevel, file: file)
  }

  static func bytePairs(
    _ vocabulary: Vocabulary, _ merges: [(left: [UInt8], right: [UInt8])], _ settings: BytePairModel.Settings,
    isByteLevel: Bool, file: String
  ) throws(TokenizerError) -> LoadedModel {
    var settings = settings
    // The model can take the bytes themselves if each has its letter in the vocabulary and no prefix or suffix is
    // added.
    settings.takesBytes =
      isByteLevel && settings.continuationPrefix.isEmpty && settings.endSuffix.isEmpty
      && ByteAlphabet.letters.allSatisfy { letter in
        var spelling: [UInt8] = []
        UTF8Scan.encode(letter) { spelling.append($0) }
        return vocabulary.id(of: spelling) != nil
      }
    return LoadedModel(
      vocabulary: vocabulary,
      subwords: try BytePairModel(vocabulary, merges: merges, settings: settings, file: file),
      takesBytes: settings.takesBytes)
  }

  private static func wordLevel(_ value: JSONValue, file: String) throws(TokenizerError) -> LoadedModel {
    let entries = try entries(value["vocab"], field: "model.vocab", file: file)
    guard let unknown = value["unk_token"]?.string else {
      throw .invalidField(file: file, field: "model.unk_token", reason: "a token was expected")
    }
    let isThere = entries.contains { $0.spelling.elementsEqual(unknown.utf8) }
    let vocabulary = try Vocabulary(
      entries,
      warnings: isThere
        ? []
        : [
          "\(file): the unknown token \(QuotedName(unknown)) is not in the vocabulary: a text with a word that is not there is an error"
        ],
      file: file)
    return LoadedModel(vocabulary: vocabulary, subwords: WordLevelModel(vocabulary, unknownToken: unknown))
  }

  private static func unigram(_ value: JSONValue, file: String) throws(TokenizerError) -> LoadedModel {
    let pieces = try scoredPieces(value["vocab"], file: file)
    let scores = pieces.map(\.score)
    let vocabulary = try Vocabulary(
      pieces.enumerated().map { ($0.element.spelling, $0.offset) }, earlier: .kept, file: file)
    var unknownID: Int32?
    if let unknown = value["unk_id"] {
      guard let id = unknown.integer, id >= 0, id < scores.count else {
        throw .invalidField(file: file, field: "model.unk_id", reason: "an id of the vocabulary was expected")
      }
      unknownID = Int32(id)
    }
    return LoadedModel(
      vocabulary: vocabulary,
      subwords: try UnigramModel(
        vocabulary, scores: scores, unknownID: unknownID,
        fallsBackToBytes: try flag(value, "byte_fallback", "model", default: false, file: file), file: file))
  }
}
