import BertStorage
package import Foundation

extension TokenizerLoader {
  /// The tokenizer of a `tokenizer.json` alone, without the files beside it, as Hugging Face's `Tokenizer.from_file`.
  /// Tables of token vectors are read so.
  ///
  /// - Throws: `TokenizerError`, which names the file and what is wrong with it.
  package static func asWritten(_ file: URL) throws(TokenizerError) -> StaticTokenizer {
    let folder = file.deletingLastPathComponent()
    guard let document = try document(file.lastPathComponent, in: folder) else {
      throw .noTokenizerFiles(directory: folder.path)
    }
    var use = FileUse()
    let tokenizer = try tokenizer(document, &use, file: file.path)
    return StaticTokenizer(
      tokenizer: tokenizer, unknownID: unknownID(document["model"], tokenizer),
      medianLength: medianLength(document), warnings: use.warnings + tokenizer.warnings)
  }

  /// The id of the unknown token: named by its spelling, or in a Unigram model by its id.
  private static func unknownID(_ model: JSONValue?, _ tokenizer: any Tokenizer) -> Int32? {
    if let id = model?["unk_id"]?.integer { return Int32(exactly: id) }
    guard let name = model?["unk_token"]?.bytes else { return nil }
    return model?["vocab"]?.members?.last { Array($0.key.utf8) == name }?.value.integer.flatMap(Int32.init(exactly:))
  }

  /// The median number of scalars of all tokens, added ones included: numpy's median, rounded down.
  private static func medianLength(_ document: JSONValue) -> Int {
    var spellings: Set<[UInt8]> = []
    let vocabulary = document["model"]?["vocab"]
    for member in vocabulary?.members ?? [] { spellings.insert(Array(member.key.utf8)) }
    for entry in vocabulary?.elements ?? [] { if let bytes = entry.elements?.first?.bytes { spellings.insert(bytes) } }
    for token in document["added_tokens"]?.elements ?? [] {
      if let bytes = token["content"]?.bytes { spellings.insert(bytes) }
    }
    // Each scalar has one byte that is not a continuation byte.
    let lengths = spellings.map { bytes in bytes.count { $0 & 0xC0 != 0x80 } }.sorted()
    guard !lengths.isEmpty else { return 0 }
    return (lengths[(lengths.count - 1) / 2] + lengths[lengths.count / 2]) / 2
  }
}
