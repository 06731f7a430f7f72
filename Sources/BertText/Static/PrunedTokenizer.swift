package import BertStorage
package import Foundation

/// A tokenizer for a table of token vectors, without the tokens that no text contains.
///
/// It follows model2vec 0.10: added tokens are removed except the unknown and the padding token, `[unused0]`,
/// `[unused1]` … are removed, the remaining tokens are renumbered in order, and no special tokens are added around
/// texts.
package struct PrunedTokenizer: Sendable {
  /// The new `tokenizer.json`.
  package let document: JSONValue
  /// For each new id the former id.
  package let formerIDs: [Int32]
  /// Whether the new tokenizer inserts a space before each text, which the former did not.
  package let addsSpace: Bool

  /// - Parameters:
  ///   - file: A `tokenizer.json`.
  ///   - padID: The id of the padding token, which files beside this one may name.
  ///   - maxLength: The truncation that the new file declares, in tokens.
  /// - Throws: `TokenizerError`; `unsupportedComponent` for a model of an unknown type.
  package init(_ file: URL, padID: Int32, maxLength: Int) throws(TokenizerError) {
    let folder = file.deletingLastPathComponent()
    guard var document = try TokenizerLoader.document(file.lastPathComponent, in: folder) else {
      throw .noVocabulary(directory: folder.path, name: "a table of token vectors", wanted: file.lastPathComponent)
    }
    guard var model = document["model"] else {
      throw .invalidField(file: file.path, field: "model", reason: "an object was expected")
    }
    let type = model["type"]?.string ?? (model["vocab"]?.elements == nil ? "WordPiece" : "Unigram")
    let entries = try Self.entries(model, type, file.path)
    let unknown =
      model["unk_id"]?.integer.flatMap { id in entries.first { $0.id == id }?.spelling }
      ?? model["unk_token"]?.bytes
    let added = document["added_tokens"]?.elements ?? []
    var dropped: Set<[UInt8]> = []
    var keptTokens: [JSONValue] = []
    for token in added {
      guard let spelling = token["content"]?.bytes else { continue }
      if spelling == unknown || token["id"]?.integer == Int(padID) {
        keptTokens.append(token)
      } else {
        dropped.insert(spelling)
      }
    }
    let kept = entries.filter { !dropped.contains($0.spelling) && !Self.isUnused($0.spelling) }
    guard !kept.isEmpty else { throw .emptyVocabulary(file: file.path) }
    var places: [[UInt8]: Int] = [:]
    for (place, entry) in kept.enumerated() { places[entry.spelling] = place }
    for index in keptTokens.indices {
      guard let place = keptTokens[index]["content"]?.bytes.flatMap({ places[$0] }) else {
        throw .invalidField(
          file: file.path, field: "added_tokens",
          reason: "'\(keptTokens[index]["content"]?.string ?? "")' is not in the model's vocabulary")
      }
      keptTokens[index]["id"] = .integer(place)
    }
    if type == "Unigram" {
      model["vocab"] = .array(kept.map(\.value))
      if model["unk_id"] != nil { model["unk_id"] = unknown.flatMap { places[$0] }.map(JSONValue.integer) }
    } else {
      model["vocab"] = .object(
        kept.enumerated().map { (String(decoding: $0.element.spelling, as: UTF8.self), .integer($0.offset)) })
    }
    document["model"] = model
    document["added_tokens"] = .array(keptTokens)
    document["post_processor"] = JSONValue.null
    let pad = keptTokens.first { places[$0["content"]?.bytes ?? []].map { kept[$0].id } == Int(padID) }
    document["padding"] = pad.map(Self.padding) ?? .null
    document["truncation"] = [
      "direction": "Right", "max_length": .integer(maxLength), "strategy": "LongestFirst", "stride": 0,
    ]
    let step = document["pre_tokenizer"], spaced = step.map(Self.withPrefixSpace)
    addsSpace = step?.line != spaced?.line
    if let spaced { document["pre_tokenizer"] = spaced }
    self.document = document
    formerIDs = kept.map { Int32($0.id) }
  }

  /// A token of the vocabulary.
  private struct Entry {
    let spelling: [UInt8]
    let id: Int
    /// The entry as the file has it.
    let value: JSONValue
  }

  /// In the order of the ids.
  private static func entries(_ model: JSONValue, _ type: String, _ file: String) throws(TokenizerError) -> [Entry] {
    switch type {
    case "Unigram":
      return (model["vocab"]?.elements ?? []).enumerated().compactMap { id, value in
        value.elements?.first?.bytes.map { Entry(spelling: $0, id: id, value: value) }
      }
    case "WordPiece", "BPE", "WordLevel":
      return (model["vocab"]?.members ?? []).compactMap { member in
        member.value.integer.map { Entry(spelling: Array(member.key.utf8), id: $0, value: member.value) }
      }.sorted { $0.id < $1.id }
    default: throw .unsupportedComponent(file: file, section: "model", type: type)
    }
  }

  /// Whether a spelling begins with `[unused`, digits and `]`.
  private static func isUnused(_ spelling: [UInt8]) -> Bool {
    let lead = Array("[unused".utf8)
    guard spelling.starts(with: lead) else { return false }
    let digits = spelling[lead.count...].prefix { (0x30...0x39).contains($0) }
    return !digits.isEmpty && spelling[digits.endIndex...].first == UInt8(ascii: "]")
  }

  private static func padding(_ token: JSONValue) -> JSONValue {
    [
      "strategy": "BatchLongest", "direction": "Right", "pad_to_multiple_of": .null, "pad_id": token["id"] ?? 0,
      "pad_type_id": 0, "pad_token": token["content"] ?? "",
    ]
  }

  /// A pre-tokenizer whose `ByteLevel` steps insert a space before each text, so that its first word gets the same
  /// tokens as elsewhere.
  private static func withPrefixSpace(_ step: JSONValue) -> JSONValue {
    var step = step
    if step["type"]?.string == "ByteLevel" { step["add_prefix_space"] = true }
    if let steps = step["pretokenizers"]?.elements { step["pretokenizers"] = .array(steps.map(withPrefixSpace)) }
    return step
  }
}
