import BertText
import Foundation

/// Tokenizers: what loads must also encode, decode and cut whatever comes.
enum TokenizerFuzzing {
  /// The files of a tokenizer, each ending where a byte 0 stands in the input.
  static func load(_ names: [String], _ input: Data, _ folder: Folder) {
    let parts = input.split(separator: 0, maxSplits: names.count - 1, omittingEmptySubsequences: false)
    for (index, name) in names.enumerated() {
      if index < parts.count {
        _ = folder.write(name, names.count == 1 ? input : parts[index])
      } else {
        folder.remove(name)
      }
    }
    do throws(TokenizerError) {
      exercise(try TokenizerLoader.load(directory: folder.url))
    } catch {
      precondition(!error.description.isEmpty)
    }
  }

  /// Words that the seeds' vocabularies know, every length of UTF-8, marks, clusters, controls, spaces, added tokens.
  private static let texts = [
    "", " ", "a", "Hello, world! It's 2026 again...",
    "caf\u{E9} cafe\u{301} \u{1E9B}\u{323} \u{FB01} \u{FDFA} \u{2126}",
    "\u{4E16}\u{754C}\u{AC00}\u{1100}\u{1161}\u{11A8} \u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467} \u{1F1E9}\u{1F1EA}",
    "\u{0}\u{1}\t\r\n\u{85}\u{A0}\u{2028}\u{3000}\u{FEFF}\u{FFFD}\u{10FFFF}",
    "[CLS] the [MASK]ing <s>it</s> <mask> <unk>[UNK] \u{2581}lower \u{2581}\u{2581} newest ##er widest",
    String(repeating: "ab", count: 60) + String(repeating: " aa", count: 20) + String(repeating: "\u{301}", count: 30),
  ]

  private static let options = [
    EncodingOptions(), EncodingOptions(maxLength: 5, stride: 2),
    EncodingOptions(maxLength: 1, addSpecialTokens: false, strategy: .onlyFirst, truncationSide: .left, stride: 9),
    EncodingOptions(maxLength: 0, strategy: .onlySecond),
  ]

  private static func exercise(_ tokenizer: any Tokenizer) {
    for id in [Int32.min, -1, 0, 1, 5, Int32(tokenizer.vocabularySize), .max] { _ = tokenizer.token(for: id) }
    for (index, text) in texts.enumerated() {
      let options = options[index % options.count]
      let pair = index.isMultiple(of: 3) ? texts[(index + 3) % texts.count] : nil
      let encoding = tokenizer.encode(text, pair: pair, options: options)
      let ids = tokenizer.encodeIDs(text, pair: pair, options: options)
      precondition(encoding.ids == ids.ids && encoding.typeIDs == ids.typeIDs)
      precondition(encoding.ids.count == encoding.offsets.count && encoding.ids.count == encoding.tokens.count)
      precondition(encoding.ids.allSatisfy { $0 >= 0 && $0 < tokenizer.vocabularySize })
      // A template may have a text up to three times, which truncation does not count.
      precondition(options.maxLength.map { encoding.ids.count <= $0 * 3 } ?? true)
      let windows = tokenizer.encodeWindows(text, pair: pair, options: options)
      precondition(windows.first?.ids == encoding.ids)
      if let padding = tokenizer.declaredPadding, padding.length ?? 0 < 5000, padding.multiple ?? 0 < 5000 {
        _ = PaddedBatch(windows, padding: padding)
      }
    }
  }
}
