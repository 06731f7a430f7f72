import BertText
import Foundation

/// Checks that a vocabulary fits lower-cased texts.
///
/// No file beside a published TensorFlow checkpoint says whether the vocabulary is cased. The tokenizer's class
/// lower-cases by default, as Google's programs do. That is right for a vocabulary without capital letters. A
/// vocabulary with capital letters is a cased one: lower-casing texts for it would silently give wrong tokens.
enum VocabularyCase {
  /// - Throws: `fileMalformed` where texts are lower-cased by default and an entry has a capital letter.
  static func check(_ pretrained: PretrainedTokenizer, in folder: URL) throws(InferenceError) {
    let isDefault = pretrained.decisions.contains {
      $0.subject == "lower case" && $0.value == "yes" && $0.reason == "\(pretrained.className)'s default"
    }
    guard isDefault, let entry = cased(pretrained) else { return }
    throw .fileMalformed(
      path: folder.appendingPathComponent("tokenizer_config.json").path,
      reason:
        "not found, and the vocabulary has capital letters (\"\(entry)\"), so that it is not known whether texts are "
        + "lower-cased; write it with {\"do_lower_case\": false} if case counts, else with true")
  }

  /// The first entry with a capital letter that is not a special token. Only ASCII letters are checked: the vocabulary
  /// of every language has Latin words, and upper case outside ASCII depends on the version of Unicode.
  private static func cased(_ pretrained: PretrainedTokenizer) -> String? {
    let tokenizer = pretrained.tokenizer
    for id in 0..<Int32(clamping: tokenizer.vocabularySize) {
      guard let token = tokenizer.token(for: id), !pretrained.specialTokens.contains(token) else { continue }
      let isBracketed = token.hasPrefix("[") && token.hasSuffix("]") || token.hasPrefix("<") && token.hasSuffix(">")
      if !isBracketed, token.utf8.contains(where: { 0x41...0x5A ~= $0 }) { return token }
    }
    return nil
  }
}
