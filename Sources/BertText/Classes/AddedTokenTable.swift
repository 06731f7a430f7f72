/// The ids and flags that added tokens get, as in `AddedVocabulary` of the `tokenizers` crate.
///
/// A token that is in the vocabulary has the vocabulary's id, whatever id a file declares. Any other token gets the
/// next free id: the number of the vocabulary's entries, or one more than the greatest id of the added tokens.
struct AddedTokenTable {
  private let find: ([UInt8]) -> Int32?
  private let modelSize: Int
  private var ids: [[UInt8]: Int32] = [:]
  /// The greatest of the ids; nil where there is none.
  private var greatestID: Int32?
  private var latest: [Int32: TokenDeclaration] = [:]
  private var special: [TokenDeclaration] = []
  private var specialContents: Set<[UInt8]> = []
  private var others: [TokenDeclaration] = []

  /// - Parameters:
  ///   - find: the vocabulary's id of a spelling.
  ///   - modelSize: the size of the vocabulary, which is the first free id.
  init(find: @escaping ([UInt8]) -> Int32?, modelSize: Int) {
    self.find = find
    self.modelSize = modelSize
  }

  /// Adds tokens in order. A token that was added before with the same flags is ignored.
  mutating func add(_ tokens: [TokenDeclaration]) {
    for token in tokens where token.special && !token.content.isEmpty {
      if specialContents.insert(token.content).inserted { special.append(token) }
    }
    for token in tokens {
      guard !token.content.isEmpty else { continue }
      if let known = ids[token.content].flatMap({ latest[$0] }), Self.isSame(known, token) { continue }
      let id = id(of: token.content) ?? nextID
      ids[token.content] = id
      greatestID = max(greatestID ?? id, id)
      latest[id] = token
      if !specialContents.contains(token.content) { others.append(token) }
    }
  }

  private static func isSame(_ first: TokenDeclaration, _ second: TokenDeclaration) -> Bool {
    first.content == second.content && first.singleWord == second.singleWord && first.leftStrip == second.leftStrip
      && first.rightStrip == second.rightStrip && first.isNormalized == second.isNormalized
      && first.special == second.special
  }

  private var nextID: Int32 {
    let size = Int32(truncatingIfNeeded: modelSize)
    guard let greatestID, greatestID >= size || size == 0 else { return size }
    return greatestID + 1
  }

  /// The id of a spelling: that of an added token, or else the vocabulary's.
  func id(of content: [UInt8]) -> Int32? { ids[content] ?? find(content) }

  /// The spellings that were added.
  var contents: [[UInt8]] { Array(ids.keys) }

  /// The tokens in the order in which they are searched. Their flags for white space and single words are those of the
  /// token that was added last with the same id.
  var tokens: [AddedToken] {
    (special + others).compactMap { token in
      guard let id = ids[token.content] else { return nil }
      let flags = latest[id] ?? token
      return AddedToken(
        content: token.text, id: id, singleWord: flags.singleWord, leftStrip: flags.leftStrip,
        rightStrip: flags.rightStrip, normalized: token.isNormalized, special: token.special)
    }
  }
}
