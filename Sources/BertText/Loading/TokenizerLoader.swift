import BertStorage
public import Foundation

/// Makes tokenizers from the files beside a model.
public enum TokenizerLoader {
  /// The tokenizer of a directory, as `pretrained(directory:configuration:)` makes it.
  ///
  /// - Parameter directory: the directory of the tokenizer's files.
  /// - Throws: `TokenizerError`, which names the file and what is wrong with it.
  public static func load(directory: URL) throws(TokenizerError) -> any Tokenizer {
    try pretrained(directory: directory).tokenizer
  }

  static let sentencePieceNames = [
    "sentencepiece.bpe.model", "spiece.model", "tokenizer.model", "spm.model", "sentencepiece.model", publishedPieces,
  ]

  /// The files of a directory that belong to its tokenizer, to be copied unchanged into a bundle.
  /// - Parameter directory: the directory; files that it does not have are left out.
  public static func files(in directory: URL) -> [URL] {
    let found =
      ([
        "tokenizer.json", "tokenizer_config.json", "vocab.txt", "vocab.json", "merges.txt", "special_tokens_map.json",
        "added_tokens.json",
      ] + sentencePieceNames).map { place(of: $0, in: directory) }.filter(isFile)
    // A file with the usual name has precedence.
    let names = Set(found.map(\.lastPathComponent))
    return found.filter { usualName(of: $0) == $0.lastPathComponent || !names.contains(usualName(of: $0)) }
  }

  /// The name for a copy of one of these files, under which Hugging Face's libraries find it.
  package static func usualName(of file: URL) -> String {
    file.lastPathComponent == publishedPieces ? "spiece.model" : file.lastPathComponent
  }

  /// The name of ALBERT's SentencePiece model as Google published it.
  private static let publishedPieces = "30k-clean.model"

  /// The place of a file of a directory: the directory itself, or for a vocabulary of a TensorFlow SavedModel its
  /// folder `assets`.
  static func place(of name: String, in directory: URL) -> URL {
    let own = directory.appendingPathComponent(name), asset = directory.appendingPathComponent("assets/" + name)
    let isVocabulary = name == "vocab.txt" || name.hasSuffix(".model")
    return isVocabulary && !isFile(own) && isFile(asset) ? asset : own
  }

  static func isFile(_ url: URL) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) && !isDirectory.boolValue
  }

  static func read(_ url: URL) throws(TokenizerError) -> [UInt8] {
    let bytes: [UInt8]
    do {
      bytes = [UInt8](try Data(contentsOf: url))
    } catch {
      throw .unreadable(file: url.path, reason: error.localizedDescription)
    }
    // A list of merges may be empty.
    if let foreign = ForeignFile(contents: bytes), foreign != .empty || url.lastPathComponent != "merges.txt" {
      throw .foreignFile(file: url.path, foreign)
    }
    return bytes
  }

  /// The JSON object in a file, or `nil` where the file does not exist. In all files except `tokenizer.json` numbers
  /// that are not finite are accepted, since Python may write them.
  static func document(_ name: String, in directory: URL) throws(TokenizerError) -> JSONValue? {
    let url = directory.appendingPathComponent(name)
    guard isFile(url) else { return nil }
    let document = try parse(read(url), file: url.path, takesNonFinite: name != "tokenizer.json")
    guard document.members != nil else {
      throw .invalidField(file: url.path, field: "the document", reason: "an object was expected")
    }
    return document
  }

  private static func parse(
    _ bytes: [UInt8], file: String, takesNonFinite: Bool
  ) throws(TokenizerError) -> JSONValue {
    if let offset = bytes.firstInvalidUTF8Offset { throw .invalidUTF8(file: file, offset: offset) }
    do throws(JSONFault) {
      return try JSONValue(parsing: bytes, takesNonFinite: takesNonFinite)
    } catch {
      if case .notFinite(let literal) = error.rule {
        let line = bytes[..<error.offset].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
        throw .nonFiniteNumber(file: file, line: line, offset: error.offset, literal: literal)
      }
      throw error.isAtEnd
        ? .truncatedJSON(file: file, length: bytes.count)
        : .invalidJSON(file: file, offset: error.offset, reason: error.reason)
    }
  }
}
