public import Foundation

/// Makes tokenizers from the files that lie beside a model.
public enum TokenizerLoader {
  /// Reads `tokenizer.json`, or where it is absent `vocab.txt` (WordPiece), `vocab.json` with `merges.txt` (byte-level
  /// BPE) or a SentencePiece `.model`, each with `tokenizer_config.json` where it is there.
  ///
  /// - Throws: `TokenizerError`, which names the file and what is wrong with it.
  public static func load(directory: URL) throws(TokenizerError) -> any Tokenizer {
    let names = try specialTokenNames(directory)
    let json = directory.appendingPathComponent("tokenizer.json")
    if isFile(json) {
      return try tokenizer(try JSONReader.parse(read(json), file: json.path), names: names, file: json.path)
    }
    let list = directory.appendingPathComponent("vocab.txt")
    if isFile(list) {
      let settings = try settings(
        vocabularyList: read(list), configuration: configuration(directory), names: names, file: list.path)
      return try WordPieceTokenizer(settings, file: list.path)
    }
    let vocabulary = directory.appendingPathComponent("vocab.json")
    let merges = directory.appendingPathComponent("merges.txt")
    if isFile(vocabulary), isFile(merges) {
      return try byteLevel(
        vocabulary: try JSONReader.parse(read(vocabulary), file: vocabulary.path), merges: read(merges),
        configuration: configuration(directory), names: names, file: vocabulary.path, mergesFile: merges.path)
    }
    for name in sentencePieceNames {
      let url = directory.appendingPathComponent(name)
      guard isFile(url) else { continue }
      return try SentencePieceTokenizer(
        read(url), file: url.path, className: configuration(directory)?["tokenizer_class"]?.string ?? "")
    }
    throw .noTokenizerFiles(directory: directory.path)
  }

  private static let sentencePieceNames = [
    "sentencepiece.bpe.model", "spiece.model", "tokenizer.model", "spm.model", "sentencepiece.model",
  ]

  /// The files of a directory that belong to its tokenizer, to be copied byte for byte into a bundle.
  public static func files(in directory: URL) -> [URL] {
    ([
      "tokenizer.json", "tokenizer_config.json", "vocab.txt", "vocab.json", "merges.txt", "special_tokens_map.json",
      "added_tokens.json",
    ] + sentencePieceNames).map { directory.appendingPathComponent($0) }.filter(isFile)
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
    if let foreign = ForeignFile(bytes), foreign != .empty || url.lastPathComponent != "merges.txt" {
      throw .foreignFile(file: url.path, foreign)
    }
    return bytes
  }

  private static func document(_ name: String, in directory: URL) throws(TokenizerError) -> JSONValue? {
    let url = directory.appendingPathComponent(name)
    guard isFile(url) else { return nil }
    let document = try JSONReader.parse(read(url), file: url.path, takesNonFinite: true)
    guard document.members != nil else {
      throw .invalidField(file: url.path, field: "the document", reason: "an object was expected")
    }
    return document
  }

  private static func configuration(_ directory: URL) throws(TokenizerError) -> JSONValue? {
    try document("tokenizer_config.json", in: directory)
  }

  private static func specialTokenNames(_ directory: URL) throws(TokenizerError) -> SpecialTokenNames {
    var names = SpecialTokenNames()
    if let map = try document("special_tokens_map.json", in: directory) { names.read(map) }
    if let configuration = try configuration(directory) { names.read(configuration) }
    return names
  }
}
