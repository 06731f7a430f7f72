import BertStorage

/// The tokens that the files beside a vocabulary declare: `tokenizer_config.json`, `special_tokens_map.json`,
/// `added_tokens.json`, and the `added_tokens` of `tokenizer.json`.
///
/// The precedence of the files is that of transformers 5.24 (`PreTrainedTokenizerBase._from_pretrained`): where
/// `tokenizer_config.json` has an `added_tokens_decoder`, the three other sources are ignored.
struct DeclaredTokens {
  /// The tokens of roles; nil where a file removes a role's token by `null`.
  var named: [SpecialTokenRole: TokenDeclaration?] = [:]
  /// Special tokens with a model's own keys, such as `image_token`.
  var ofModel: [TokenDeclaration] = []
  /// `extra_special_tokens`, or `additional_special_tokens` of `tokenizer_config.json`. `nil` where no file has them.
  var extra: [TokenDeclaration]?
  /// `additional_special_tokens` of `special_tokens_map.json`, which replace the class's default ones.
  var additional: [TokenDeclaration]?
  /// Tokens by declared id. The ids only give an order.
  var added: [Int: TokenDeclaration] = [:]

  /// Added tokens in order of their declared ids.
  var addedInOrder: [TokenDeclaration] { added.sorted { $0.key < $1.key }.map(\.value) }
}

extension DeclaredTokens {
  /// The files that may declare tokens, and their names for errors.
  struct Files {
    var configuration: (value: JSONValue, file: String)?
    var map: (value: JSONValue, file: String)?
    var added: (value: JSONValue, file: String)?
    /// `tokenizer.json`.
    var tokenizer: (value: JSONValue, file: String)?
  }

  init(_ files: Files) throws(TokenizerError) {
    var byContent: [[UInt8]: TokenDeclaration] = [:]
    if let (configuration, file) = files.configuration { try read(configuration: configuration, file: file) }
    if let (configuration, file) = files.configuration, let decoder = configuration["added_tokens_decoder"] {
      guard let members = decoder.members else {
        throw .invalidField(file: file, field: "added_tokens_decoder", reason: "an object was expected")
      }
      for (key, value) in members {
        guard let id = Int(key) else {
          throw .invalidField(file: file, field: "added_tokens_decoder", reason: "a key is not an id")
        }
        try add(TokenizerLoader.addedToken(value, id: id, file: file), &byContent)
      }
    } else {
      if let (map, file) = files.map { try read(map: map, file: file) }
      if let (list, file) = files.added { try read(addedTokens: list, file: file, &byContent) }
      if let (document, file) = files.tokenizer {
        for token in try TokenizerLoader.addedTokens(document["added_tokens"], file: file) { add(token, &byContent) }
      }
    }
    for (role, token) in named {
      if let token, let flagged = byContent[token.content] { named[role] = flagged }
    }
  }

  private mutating func add(_ token: AddedToken, _ byContent: inout [[UInt8]: TokenDeclaration]) {
    let declaration = TokenDeclaration(token)
    added[Int(token.id)] = declaration
    byContent[declaration.content] = declaration
  }

  private static func list(_ value: JSONValue, _ field: String, file: String) throws(TokenizerError)
    -> [TokenDeclaration]
  {
    guard let elements = value.elements else {
      throw .invalidField(file: file, field: field, reason: "a list of tokens was expected")
    }
    var tokens: [TokenDeclaration] = []
    for element in elements {
      guard let token = TokenDeclaration(element, special: true) else {
        throw .invalidField(file: file, field: field, reason: "a token was expected")
      }
      tokens.append(token)
    }
    return tokens
  }

  private mutating func read(configuration: JSONValue, file: String) throws(TokenizerError) {
    try readRoles(configuration, file: file, areSpecial: false)
    let extra = configuration["extra_special_tokens"]
    let isSilent = extra?.elements?.isEmpty ?? extra?.members?.isEmpty ?? true
    if let named = extra?.members, !named.isEmpty {
      for (_, value) in named {
        guard let token = TokenDeclaration(value, special: true) else {
          throw .invalidField(file: file, field: "extra_special_tokens", reason: "a token was expected")
        }
        ofModel.append(token)
      }
    } else if isSilent, let additional = configuration["additional_special_tokens"] {
      self.extra = try Self.list(additional, "additional_special_tokens", file: file)
    } else if let extra, extra.elements != nil {
      self.extra = try Self.list(extra, "extra_special_tokens", file: file)
    }
  }

  /// Reads the seven roles, and a model's own keys that end in `_token` and hold a token.
  private mutating func readRoles(_ document: JSONValue, file: String, areSpecial: Bool) throws(TokenizerError) {
    for (name, value) in document.members ?? [] {
      guard let role = SpecialTokenRole(rawValue: name) else {
        if name.hasSuffix("_token"), let token = TokenDeclaration(value, special: true) { ofModel.append(token) }
        continue
      }
      if case .null = value {
        named[role] = .some(nil)
        continue
      }
      guard var token = TokenDeclaration(value, special: areSpecial) else {
        throw .invalidField(
          file: file, field: name, reason: "a token was expected: a string, or an object with content")
      }
      if areSpecial, !token.isPlain { token.special = true }
      named[role] = token
    }
  }

  private mutating func read(map: JSONValue, file: String) throws(TokenizerError) {
    try readRoles(map, file: file, areSpecial: true)
    if let value = map["additional_special_tokens"] {
      additional = try Self.list(value, "additional_special_tokens", file: file)
    }
    if let value = map["extra_special_tokens"], value.elements != nil {
      let known = extra ?? []
      extra = known + (try Self.list(value, "extra_special_tokens", file: file)).filter { !known.contains($0) }
    }
  }

  /// Reads `added_tokens.json`: spellings and ids. A token is special if a role or `extra_special_tokens` names it.
  private mutating func read(
    addedTokens: JSONValue, file: String, _ byContent: inout [[UInt8]: TokenDeclaration]
  ) throws(TokenizerError) {
    let special = Set(named.values.compactMap { $0?.content } + (extra ?? []).map(\.content))
    for (content, value) in addedTokens.members ?? [] {
      guard let id = value.integer else {
        throw .invalidField(
          file: file, field: content, reason: "an id was expected")
      }
      guard id >= 0, id <= Vocabulary.greatestID else {
        throw .idOutOfRange(file: file, token: content, id: id)
      }
      let isSpecial = special.contains(Array(content.utf8))
      add(
        AddedToken(
          content: content, id: Int32(id), normalized: !isSpecial, special: isSpecial),
        &byContent)
    }
  }
}
