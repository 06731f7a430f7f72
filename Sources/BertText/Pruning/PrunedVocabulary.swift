import BertStorage
package import Foundation

/// A vocabulary without the tokens that a corpus does not use. The texts of the corpus get the same tokens as before.
///
/// Beside the tokens in use, it keeps added and special tokens, and every token of a single character, so that other
/// texts can be tokenized too, if into smaller pieces. The tokens of the corpus stay the same for these reasons:
///
/// - WordPiece takes the longest token that matches. A token that was taken is kept, and no longer one matched.
/// - For BPE, the tokens that a kept token can be merged from are kept, and the merges among kept tokens, in their
///   order. A merge that was done is kept, and no merge with a lower rank was possible.
/// - For Unigram, the most probable segmentation is kept with its scores, and so is the lowest score, from which the
///   score of unknown scalars is computed.
/// - A list of words has no subwords.
///
/// Kept tokens are renumbered in order. Files that a `tokenizer.json` makes unnecessary, such as `merges.txt`, are left
/// out.
package struct PrunedVocabulary: Sendable {
  /// For each new id the former id, ascending.
  package let formerIDs: [Int32]
  /// The tokenizer's files, by their names.
  package let files: [(name: String, contents: Data)]

  /// - Parameters:
  ///   - folder: The directory of the tokenizer's files.
  ///   - keeps: The ids that are in use, or special.
  ///   - special: The spellings of special tokens, which a `vocab.txt` does not mark.
  /// - Throws: `TokenizerError`; `noVocabulary` where there is neither a `tokenizer.json` nor a `vocab.txt`,
  ///   `unsupportedComponent` for a model whose vocabulary cannot be taken apart.
  package init(_ folder: URL, keeps: Set<Int32>, special: Set<String>) throws(TokenizerError) {
    let words = TokenizerLoader.place(of: "vocab.txt", in: folder)
    var files: [(name: String, contents: Data)] = []
    if var document = try TokenizerLoader.document("tokenizer.json", in: folder) {
      let path = folder.appendingPathComponent("tokenizer.json").path
      formerIDs = try Self.prune(&document, keeps: keeps, path)
      files.append(("tokenizer.json", Data((document.line + "\n").utf8)))
      if TokenizerLoader.isFile(words), let lines = try Self.lines(words, formerIDs) {
        files.append(("vocab.txt", lines))
      }
    } else if TokenizerLoader.isFile(words) {
      let all = try Self.lines(of: words)
      let named = Set(special.map { Array($0.utf8) })
      formerIDs = all.indices.filter { id in
        keeps.contains(Int32(id)) || named.contains(all[id]) || Self.isSingle(all[id], prefix: Array("##".utf8))
      }.map { Int32($0) }
      guard let lines = try Self.lines(words, formerIDs) else { throw .emptyVocabulary(file: words.path) }
      files.append(("vocab.txt", lines))
    } else {
      throw .noVocabulary(directory: folder.path, name: "a smaller vocabulary", wanted: "tokenizer.json")
    }
    var newIDs: [Int: Int] = [:]
    for (id, former) in formerIDs.enumerated() { newIDs[Int(former)] = id }
    if var settings = try TokenizerLoader.document("tokenizer_config.json", in: folder) {
      if let members = settings["added_tokens_decoder"]?.members {
        settings["added_tokens_decoder"] = .object(
          members.compactMap { member in
            Int(member.key).flatMap { newIDs[$0] }.map { ("\($0)", member.value) }
          })
      }
      files.append(("tokenizer_config.json", Data((settings.line + "\n").utf8)))
    }
    if let members = try TokenizerLoader.document("added_tokens.json", in: folder)?.members {
      let added = JSONValue.object(
        members.compactMap { member in
          member.value.integer.flatMap { newIDs[$0] }.map { (member.key, .integer($0)) }
        })
      files.append(("added_tokens.json", Data((added.line + "\n").utf8)))
    }
    let roles = folder.appendingPathComponent("special_tokens_map.json")
    if TokenizerLoader.isFile(roles) {
      files.append((roles.lastPathComponent, Data(try TokenizerLoader.read(roles))))
    }
    self.files = files
  }

  // MARK: tokenizer.json

  private struct Entry {
    let spelling: [UInt8]
    let id: Int
    /// The score in a Unigram model; 0 in others.
    let score: Double
    /// The entry as the file has it.
    let value: JSONValue
  }

  /// Prunes a document.
  ///
  /// - Returns: the former ids.
  private static func prune(
    _ document: inout JSONValue, keeps: Set<Int32>, _ path: String
  ) throws(TokenizerError) -> [Int32] {
    guard var model = document["model"] else {
      throw .invalidField(file: path, field: "model", reason: "an object was expected")
    }
    let type =
      model["type"]?.string
      ?? (model["vocab"]?.elements != nil ? "Unigram" : model["merges"] != nil ? "BPE" : "WordPiece")
    let entries = try entries(model, type, path)
    let added = document["added_tokens"]?.elements ?? []
    for entry in entries { try check(entry.id, of: String(decoding: entry.spelling, as: UTF8.self), path) }
    for token in added {
      if let id = token["id"]?.integer { try check(id, of: token["content"]?.string ?? "", path) }
    }
    var kept: Set<[UInt8]> = Set(added.compactMap { $0["content"]?.bytes })
    if let unknown = model["unk_token"]?.bytes { kept.insert(unknown) }
    let prefix = model["continuing_subword_prefix"]?.bytes ?? (type == "WordPiece" ? Array("##".utf8) : [])
    let suffix = model["end_of_word_suffix"]?.bytes ?? []
    for entry in entries
    where keeps.contains(Int32(truncatingIfNeeded: entry.id))
      || isSingle(entry.spelling, prefix: prefix, suffix: suffix)
      || isByte(entry.spelling)
    {
      kept.insert(entry.spelling)
    }
    switch type {
    case "WordPiece", "WordLevel": break
    case "Unigram":
      if let unknown = model["unk_id"]?.integer, let entry = entries.first(where: { $0.id == unknown }) {
        kept.insert(entry.spelling)
      }
      if let least = entries.min(by: { $0.score < $1.score }) { kept.insert(least.spelling) }
    case "BPE": model["merges"] = .array(try merges(model, prefix: prefix, keeping: &kept, path))
    default: throw .unsupportedComponent(file: path, section: "model", type: type)
    }
    var formerIDs = Set(entries.lazy.filter { kept.contains($0.spelling) }.map(\.id))
    formerIDs.formUnion(added.compactMap { $0["id"]?.integer })
    let ordered = formerIDs.sorted()
    var newIDs: [Int: Int] = [:]
    for (id, former) in ordered.enumerated() { newIDs[former] = id }
    let left = entries.filter { kept.contains($0.spelling) }
    if type == "Unigram" {
      model["vocab"] = .array(left.map(\.value))
      if let unknown = model["unk_id"]?.integer { model["unk_id"] = newIDs[unknown].map(JSONValue.integer) }
    } else {
      model["vocab"] = .object(
        left.map { (String(decoding: $0.spelling, as: UTF8.self), .integer(newIDs[$0.id] ?? $0.id)) })
    }
    document["model"] = model
    document["added_tokens"] = .array(
      added.map { token in
        var token = token
        if let id = token["id"]?.integer { token["id"] = newIDs[id].map(JSONValue.integer) }
        return token
      })
    if let step = document["post_processor"] { document["post_processor"] = renumbered(step, newIDs) }
    if var padding = document["padding"] {
      if let id = padding["pad_id"]?.integer { padding["pad_id"] = .integer(newIDs[id] ?? id) }
      document["padding"] = padding
    }
    return ordered.map { Int32($0) }
  }

  private static func check(_ id: Int, of token: String, _ path: String) throws(TokenizerError) {
    guard id >= 0, id <= Vocabulary.greatestID else { throw .idOutOfRange(file: path, token: token, id: id) }
  }

  /// In the order of the ids.
  private static func entries(_ model: JSONValue, _ type: String, _ path: String) throws(TokenizerError) -> [Entry] {
    let entries: [Entry]
    if type == "Unigram" {
      entries = (model["vocab"]?.elements ?? []).enumerated().compactMap { id, value in
        value.elements?.first?.bytes.map {
          Entry(spelling: $0, id: id, score: value.elements?.last?.number ?? 0, value: value)
        }
      }
    } else {
      entries = (model["vocab"]?.members ?? []).compactMap { member in
        member.value.integer.map { Entry(spelling: Array(member.key.utf8), id: $0, score: 0, value: member.value) }
      }.sorted { $0.id < $1.id }
    }
    guard !entries.isEmpty else { throw .emptyVocabulary(file: path) }
    return entries
  }

  /// The merges among the kept tokens.
  /// - Parameter kept: The kept tokens; gets those that a kept token can be merged from.
  private static func merges(
    _ model: JSONValue, prefix: [UInt8], keeping kept: inout Set<[UInt8]>, _ path: String
  ) throws(TokenizerError) -> [JSONValue] {
    var pairs: [(first: [UInt8], second: [UInt8], whole: [UInt8], value: JSONValue)] = []
    var parts: [[UInt8]: [Int]] = [:]
    for value in model["merges"]?.elements ?? [] {
      let words: [[UInt8]] =
        value.elements?.compactMap(\.bytes)
        ?? value.bytes.map { $0.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map(Array.init) }
        ?? []
      guard words.count == 2 else {
        throw .invalidField(file: path, field: "model.merges", reason: "pairs of tokens were expected")
      }
      let whole = words[0] + words[1].dropFirst(words[1].starts(with: prefix) ? prefix.count : 0)
      parts[whole, default: []].append(pairs.count)
      pairs.append((words[0], words[1], whole, value))
    }
    var waiting = Array(kept)
    while let token = waiting.popLast() {
      for place in parts[token] ?? [] {
        for part in [pairs[place].first, pairs[place].second] where kept.insert(part).inserted { waiting.append(part) }
      }
    }
    return pairs.filter { kept.contains($0.whole) && kept.contains($0.first) && kept.contains($0.second) }.map(\.value)
  }

  /// A post-processor with the new ids of its special tokens.
  private static func renumbered(_ step: JSONValue, _ newIDs: [Int: Int]) -> JSONValue {
    var step = step
    if let steps = step["processors"]?.elements {
      step["processors"] = .array(steps.map { renumbered($0, newIDs) })
    }
    if let members = step["special_tokens"]?.members {
      step["special_tokens"] = .object(
        members.map { member in
          var token = member.value
          if let ids = token["ids"]?.elements {
            token["ids"] = .array(ids.map { id in id.integer.flatMap { newIDs[$0] }.map(JSONValue.integer) ?? id })
          }
          return (member.key, token)
        })
    }
    for role in ["sep", "cls"] {
      guard let pair = step[role]?.elements, pair.count == 2, let id = pair[1].integer else { continue }
      step[role] = .array([pair[0], .integer(newIDs[id] ?? id)])
    }
    return step
  }

  // MARK: vocab.txt

  private static func lines(of file: URL) throws(TokenizerError) -> [[UInt8]] {
    var lines = try TokenizerLoader.read(file).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
    ).map { $0.last == UInt8(ascii: "\r") ? Array($0.dropLast()) : Array($0) }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// The lines of the kept ids; nil where the file lacks some, since tokens were added later.
  private static func lines(_ file: URL, _ formerIDs: [Int32]) throws(TokenizerError) -> Data? {
    let all = try lines(of: file)
    guard let last = formerIDs.last, Int(last) < all.count else { return nil }
    return Data(formerIDs.flatMap { all[Int($0)] + [UInt8(ascii: "\n")] })
  }

  // MARK: Spellings

  /// Whether a spelling is one scalar, without the prefix of continued words and the suffix of last symbols.
  private static func isSingle(_ spelling: [UInt8], prefix: [UInt8], suffix: [UInt8] = []) -> Bool {
    var rest = spelling[...]
    if !prefix.isEmpty, rest.count > prefix.count, rest.starts(with: prefix) { rest = rest.dropFirst(prefix.count) }
    if !suffix.isEmpty, rest.count > suffix.count, rest.suffix(suffix.count).elementsEqual(suffix) {
      rest = rest.dropLast(suffix.count)
    }
    // Each scalar has one byte that is not a continuation byte.
    return rest.count { $0 & 0xC0 != 0x80 } == 1
  }

  /// Whether a spelling is the token of a byte, such as `<0x0A>`.
  private static func isByte(_ spelling: [UInt8]) -> Bool {
    spelling.count == 6 && spelling.starts(with: "<0x".utf8) && spelling.last == UInt8(ascii: ">")
  }
}
