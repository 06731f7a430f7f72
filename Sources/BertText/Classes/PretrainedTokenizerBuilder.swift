import BertStorage
import Foundation

/// Makes a tokenizer from a directory's files after its class was decided.
struct PretrainedTokenizerBuilder {
  let files: TokenizerFiles
  let decision: TokenizerClassDecision

  private typealias Decision = PretrainedTokenizer.Decision

  func build() throws(TokenizerError) -> PretrainedTokenizer {
    let options = files.options
    let declared = try files.declared()
    switch decision.kind {
    case .built(let known):
      return try byClass(try known.recipe(options), declared, options, required: [])
    case .asFile, .undecided:
      if let document = files.tokenizer { return try asFile(document, declared, options) }
      return try withoutClass(declared, options)
    }
  }

  // MARK: By a class

  private func byClass(
    _ recipe: any TokenizerRecipe, _ declared: DeclaredTokens, _ options: ClassOptions, required: [SpecialTokenRole],
    reason: String? = nil
  ) throws(TokenizerError) -> PretrainedTokenizer {
    let types = try givesTokenTypes(options, className: recipe.className, recipe.givesTokenTypes)
    let source = try files.source(recipe, declared)
    let tokenizer = try ClassTokenizerBuilder(
      recipe: recipe, options: options, declared: declared, source: source, document: files.tokenizer,
      givesTokenTypes: types.value == "yes",
      splitsSpecialTokens: try options.flag("split_special_tokens", default: false),
      required: required
    ).build()
    var decisions = [
      Decision(subject: "tokenizer class", value: recipe.className, reason: reason ?? decision.reason),
      Decision(subject: "vocabulary", value: recipe.model.rawValue, reason: lastPart(source.file)),
    ]
    decisions += recipe.decisions + [types]
    var warnings = decision.warnings
    if let document = files.tokenizer { warnings += differences(recipe, document) }
    return try finish(
      tokenizer, recipe.className, paddingSide: recipe.paddingSide, givesTokenTypes: types.value == "yes", options,
      declared.roles(recipe), decisions, warnings)
  }

  /// Warnings about differences of `tokenizer.json` from its class, which has precedence.
  private func differences(_ recipe: any TokenizerRecipe, _ document: JSONValue) -> [String] {
    guard let bert = recipe.normalizer(nil) as? BertNormalizer,
      let found = try? TokenizerLoader.normalizer(document["normalizer"], file: "") as? BertNormalizer,
      found.lowercase != bert.lowercase
    else { return [] }
    let name = files.path("tokenizer.json")
    return [
      "\(name): lower case is \(found.lowercase ? "on" : "off") there, and \(bert.lowercase ? "on" : "off") for \(recipe.className), which counts"
    ]
  }

  // MARK: By tokenizer.json alone

  private func asFile(
    _ document: JSONValue, _ declared: DeclaredTokens, _ options: ClassOptions
  ) throws(TokenizerError) -> PretrainedTokenizer {
    let isUndecided = if case .undecided = decision.kind { true } else { false }
    let className = "TokenizersBackend"
    let types = try givesTokenTypes(options, className: isUndecided ? "tokenizer.json" : className, isUndecided)
    var use = TokenizerLoader.FileUse(declared: declared, givesTokenTypes: types.value == "yes")
    use.splitsSpecialTokens = try options.flag("split_special_tokens", default: false)
    let tokenizer = try TokenizerLoader.tokenizer(document, &use, file: files.path("tokenizer.json"))
    return try finish(
      tokenizer, className, paddingSide: .right, givesTokenTypes: types.value == "yes", options,
      declared.roles(nil), [Decision(subject: "tokenizer class", value: className, reason: decision.reason), types],
      decision.warnings + use.warnings)
  }

  // MARK: Without a class, by the files' names

  private func withoutClass(
    _ declared: DeclaredTokens, _ options: ClassOptions
  ) throws(TokenizerError) -> PretrainedTokenizer {
    if case .asFile = decision.kind, files.configuration?["tokenizer_class"] != nil {
      throw .noVocabulary(
        directory: files.directory.path, name: decision.unknownName ?? "TokenizersBackend", wanted: "tokenizer.json")
    }
    if files.holds("vocab.txt") {
      return try byClass(
        try TokenizerClass.bert.recipe(options), declared, options,
        required: [.unknown, .pad, .classification, .separator], reason: "vocab.txt; \(decision.reason)")
    }
    if files.holds("vocab.json"), files.holds("merges.txt") {
      let vocabulary = try TokenizerLoader.document("vocab.json", in: files.directory)
      let isRoberta = vocabulary?["<s>"] != nil && vocabulary?["</s>"] != nil
      return try byClass(
        try (isRoberta ? TokenizerClass.roberta : .gpt2).recipe(options), declared, options, required: [],
        reason: "vocab.json \(isRoberta ? "with" : "without") <s> and </s>; \(decision.reason)")
    }
    guard let name = files.sentencePiece(nil) else { throw .noTokenizerFiles(directory: files.directory.path) }
    let file = files.path(name)
    let tokenizer = try SentencePieceTokenizer(try files.bytes(name), file: file)
    return try finish(
      tokenizer, "SentencePiece", paddingSide: .right, givesTokenTypes: true, options, declared.roles(nil),
      [Decision(subject: "tokenizer class", value: "SentencePiece", reason: "\(name); \(decision.reason)")],
      decision.warnings)
  }

  // MARK: Common to all tokenizers

  private func givesTokenTypes(
    _ options: ClassOptions, className: String, _ byDefault: Bool
  ) throws(TokenizerError) -> Decision {
    guard let value = options.document?["model_input_names"] else {
      return Decision(subject: "token types", value: byDefault ? "yes" : "no", reason: "\(className)'s default")
    }
    guard let names = value.elements?.compactMap(\.string) else {
      throw .invalidField(file: options.file, field: "model_input_names", reason: "a list of names was expected")
    }
    return Decision(
      subject: "token types", value: names.contains("token_type_ids") ? "yes" : "no",
      reason: "model_input_names of tokenizer_config.json")
  }

  private func side(
    _ options: ClassOptions, _ name: String, _ inFile: JSONValue?, _ byDefault: EncodingOptions.Side
  ) throws(TokenizerError) -> EncodingOptions.Side {
    if let value = options.document?[name] {
      switch value.string {
      case "left": return .left
      case "right": return .right
      default: throw .invalidField(file: options.file, field: "\(name)", reason: "\"left\" or \"right\" was expected")
      }
    }
    return inFile?["direction"]?.string.flatMap(EncodingOptions.Side.init) ?? byDefault
  }

  /// `model_max_length`, or `nil` where transformers wrote 10^30 for no limit.
  private func maximumLength(_ options: ClassOptions) -> Int? {
    let value = options.document?["model_max_length"]?.number ?? options.document?["max_len"]?.number
    guard let value, value >= 1, value <= Double(Int32.max) else { return nil }
    return Int(value)
  }

  private func finish(
    _ tokenizer: any Tokenizer, _ className: String, paddingSide: EncodingOptions.Side, givesTokenTypes: Bool,
    _ options: ClassOptions, _ roles: [SpecialTokenRole: TokenDeclaration],
    _ decisions: [PretrainedTokenizer.Decision], _ warnings: [String]
  ) throws(TokenizerError) -> PretrainedTokenizer {
    let truncation = try side(options, "truncation_side", files.tokenizer?["truncation"], .right)
    let padding = try side(options, "padding_side", files.tokenizer?["padding"], paddingSide)
    let length = maximumLength(options)
    var decisions = decisions
    func add(_ subject: String, _ value: String, _ name: String, else other: String) {
      let reason = options.document?[name] != nil ? "\(name) of tokenizer_config.json" : other
      decisions.append(Decision(subject: subject, value: value, reason: reason))
    }
    add("truncation side", truncation.rawValue.lowercased(), "truncation_side", else: "no file says otherwise")
    add("padding side", padding.rawValue.lowercased(), "padding_side", else: "\(className)'s default")
    if let length {
      add("greatest length", String(length), "model_max_length", else: "max_len of tokenizer_config.json")
    }
    if options.document?["clean_up_tokenization_spaces"] != nil {
      add("spaces cleaned up", "does not act", "clean_up_tokenization_spaces", else: "")
    }
    return PretrainedTokenizer(
      tokenizer: tokenizer, className: className, truncationSide: truncation, paddingSide: padding,
      maximumLength: length, givesTokenTypes: givesTokenTypes, maskToken: roles[.mask]?.text,
      specialTokens: Set(roles.values.map(\.text) + tokenizer.specialAddedTokens), decisions: decisions,
      warnings: warnings + tokenizer.warnings)
  }

  private func lastPart(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
