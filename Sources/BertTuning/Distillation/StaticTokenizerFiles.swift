import BertInference
import BertStorage
import BertText
import Foundation

/// Makes the tokenizer of a table of token vectors from that of its encoder.
struct StaticTokenizerFiles {
  /// Tokens of a text at the most; longer texts are truncated. Model2Vec's default.
  static let maxLength = 512

  private let teacher: PretrainedModel

  init(_ teacher: PretrainedModel) { self.teacher = teacher }

  /// The encoder's tokenizer without the tokens that no text can produce, compared with the encoder's own.
  ///
  /// - Throws: `inference` where there is no `tokenizer.json` that can be read; `fileMalformed` where it splits texts
  ///   in another way than the encoder's files do together.
  func pruned() throws(TuningError) -> PrunedTokenizer {
    let file = teacher.folder.appendingPathComponent("tokenizer.json"), own = teacher.tokenizer.tokenizer
    let pruned: PrunedTokenizer
    do {
      pruned = try PrunedTokenizer(file, padID: own.padID, maxLength: Self.maxLength)
    } catch {
      throw .inference(.tokenizer(path: file.path, error))
    }
    let tokenizer = try Self.opened(pruned).tokenizer
    let options = EncodingOptions(addSpecialTokens: false)
    for text in Self.probes where !pruned.addsSpace {
      let expected = own.encodeIDs(text, options: options).ids
      let found = tokenizer.encodeIDs(text, options: options).ids.map { pruned.formerIDs[Int($0)] }
      guard found == expected else {
        throw .fileMalformed(
          path: file.path,
          reason: "it splits '\(text)' in another way than the files beside it say; save the tokenizer again with "
            + "transformers, so that tokenizer.json alone is right")
      }
    }
    return pruned
  }

  /// Texts on which normalizers and models differ: case, accents, white space, digits, punctuation, several scripts.
  private static let probes = [
    "The quick Brown fox jumps over 13 lazy dogs, twice!", "naïve Café ÅNGSTRÖM straße", "a\tb\u{a0}c  d\n e",
    "中文 日本語 한국어 русский العربية", "don't e-mail me@example.org #tag :-) €5.00",
  ]

  /// The new tokenizer, read from a file as it is read from a written table.
  ///
  /// - Throws: `file`, `inference`.
  static func opened(_ pruned: PrunedTokenizer) throws(TuningError) -> StaticTokenizer {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bertft-\(UUID().uuidString)")
    defer { FileSystem.discard(folder) }
    let file = folder.appendingPathComponent("tokenizer.json")
    try TuningError.onFiles { () throws(FileError) in
      try FileSystem.makeDirectory(folder)
      try AtomicFile.write(Data(pruned.document.line.utf8), to: file)
    }
    do {
      return try TokenizerLoader.asWritten(file)
    } catch {
      throw .inference(.tokenizer(path: file.path, error))
    }
  }
}
