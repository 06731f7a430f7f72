import BertCheckpoint
package import BertStorage
import BertText
package import Foundation

extension PretrainedModel {
  /// The SHA-256 of the weights' file; for several shards their hashes in the order of their names, joined by `+`.
  ///
  /// - Throws: `file`.
  package func weightsDigest() throws(InferenceError) -> String {
    try InferenceError.onFiles { () throws(FileError) in try Self.digest(of: weightFiles) }
  }

  /// The files with the weights, in the order of their names.
  package var weightFiles: [URL] { checkpoint.files.map(\.url) }

  /// The SHA-256 of each file, joined by `+`.
  package static func digest(of files: [URL]) throws(FileError) -> String {
    var digests: [String] = []
    for file in files { digests.append(try FileDigest.sha256(of: file)) }
    return digests.joined(separator: "+")
  }

  /// How texts become sequences, for the record of a bundle.
  ///
  /// - Parameters:
  ///   - maxLength: The most tokens of a sequence.
  ///   - longText: What happens to longer texts.
  ///   - pairs: Whether the model learnt from pairs of texts.
  ///   - prompt: Text put before each text; nil for none.
  package func textRecord(
    maxLength: Int, longText: LongTextPolicy, pairs: Bool, prompt: String?
  ) -> BundleRecord.TextRecord {
    BundleRecord.TextRecord(
      maxLength: maxLength, longText: longText, pairs: pairs, prompt: prompt, tokenizerClass: tokenizer.className,
      sentencePieceVersion: usesSentencePiece ? TokenizerLoader.sentencePieceVersion : nil)
  }

  /// The prompt that a bundle of this program was trained with; nil for other directories, and for a bundle without
  /// one.
  ///
  /// - Throws: `file`, `fileMalformed` for a record that cannot be read.
  func trainedPrompt() throws(InferenceError) -> String? {
    ClassifierBundle.exists(at: url) ? try ClassifierBundle(contentsOf: url).record.text?.prompt : nil
  }

  /// Differences between this program and the one that made a bundle, one line each.
  package func differences(from record: BundleRecord) -> [String] {
    guard let text = record.text else { return [] }
    var lines: [String] = []
    if let made = text.sentencePieceVersion, usesSentencePiece, made != TokenizerLoader.sentencePieceVersion {
      lines.append(
        "the model was trained with libsentencepiece \(made), and this program uses "
          + "\(TokenizerLoader.sentencePieceVersion): they may break ties between tokenizations differently"
      )
    }
    if let made = text.tokenizerClass, made != tokenizer.className {
      lines.append("the model was trained with the tokenizer \(made), and this program uses \(tokenizer.className)")
    }
    return lines
  }

  /// Whether libsentencepiece itself tokenizes texts.
  private var usesSentencePiece: Bool { tokenizer.tokenizer is SentencePieceTokenizer }
}
