extension DeclaredTokens {
  /// The tokens of the roles: those of the files, or else the class's.
  func roles(_ recipe: (any TokenizerRecipe)?) -> [SpecialTokenRole: TokenDeclaration] {
    var result: [SpecialTokenRole: TokenDeclaration] = [:]
    for role in SpecialTokenRole.allCases {
      let token: TokenDeclaration?
      if let stated = named[role] { token = stated } else { token = recipe?.roles[role] }
      guard let token else { continue }
      result[role] = recipe?.token(token, as: role) ?? token
    }
    return result
  }

  /// The tokens to add to a tokenizer, in order (`TokenizersBackend.__init__` of transformers 5.24): those with
  /// declared ids, then those of the roles, then further special ones, without tokens that were added before.
  /// - Parameters:
  ///   - roles: the tokens of the roles.
  ///   - further: special tokens of the class, which `extra_special_tokens` replace.
  ///   - known: the spellings of the tokens that were added before.
  func additions(
    roles: [SpecialTokenRole: TokenDeclaration], further: [TokenDeclaration], known: [[UInt8]]
  ) -> [TokenDeclaration] {
    var result = addedInOrder
    let present = Set(known + result.map(\.content))
    let named = SpecialTokenRole.allCases.compactMap { roles[$0] } + ofModel
    var seen = Set(result)
    for token in named + (extra ?? further) {
      if !present.contains(token.content), seen.insert(token).inserted { result.append(token) }
    }
    let special = Set(named.map(\.content))
    return result.map { $0.isPlain || special.contains($0.content) ? $0.asSpecial : $0 }
  }
}
