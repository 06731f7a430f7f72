import BertCheckpoint
package import BertStorage
import BertText
package import Foundation

extension PretrainedModel {
  /// The hash of the weights: of the one file, or of all shards in the order of their names.
  ///
  /// - Throws: `file`.
  package func weightsDigest() throws(InferenceError) -> String {
    try InferenceError.onFiles { () throws(FileError) in try Self.digest(of: weightFiles) }
  }

  /// The files with the weights, in the order of their names.
  package var weightFiles: [URL] { checkpoint.files.map(\.url) }

  /// The hash of files with weights.
  package static func digest(of files: [URL]) throws(FileError) -> String {
    var digests: [String] = []
    for file in files { digests.append(try FileDigest.sha256(of: file)) }
    return digests.joined(separator: "+")
  }

  /// How texts become sequences, to be kept in a bundle.
  package func textRecord(
    maxLength: Int, longText: LongTextPolicy, pairs: Bool, prompt: String?
  ) -> BundleRecord.TextRecord {
    BundleRecord.TextRecord(
      maxLength: maxLength, longText: longText, pairs: pairs, prompt: prompt, tokenizerClass: tokenizer.className,
      sentencePieceVersion: usesSentencePiece ? TokenizerLoader.sentencePieceVersion : nil)
  }

  /// What a bundle of this program puts before each text; nil for another directory, and for a bundle without.
  ///
  /// - Throws: `file`, `fileMalformed` for a record that cannot be read.
  func trainedPrompt() throws(InferenceError) -> String? {
    ClassifierBundle.exists(at: url) ? try ClassifierBundle(contentsOf: url).record.text?.prompt : nil
  }

  /// What differs here from where a bundle was made, one line each.
  package func differences(from record: BundleRecord) -> [String] {
    guard let text = record.text else { return [] }
    var lines: [String] = []
    if let made = text.sentencePieceVersion, usesSentencePiece, made != TokenizerLoader.sentencePieceVersion {
      lines.append(
        "the model was trained with libsentencepiece \(made), here is \(TokenizerLoader.sentencePieceVersion): "
          + "where two ways to cut a text are equally likely, they may choose differently")
    }
    if let made = text.tokenizerClass, made != tokenizer.className {
      lines.append("the model was trained with the tokenizer \(made), and this program takes \(tokenizer.className)")
    }
    return lines
  }

  /// Whether libsentencepiece itself cuts texts.
  private var usesSentencePiece: Bool { tokenizer.tokenizer is SentencePieceTokenizer }
}
