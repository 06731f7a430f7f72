import BertData
import BertInference
import BertText

/// Texts to be masked. Only the ids of their tokens are kept, so that a long corpus takes four bytes a token.
struct MaskingCorpus: Sendable {
  /// The token ids of all sequences, end to end, without the special tokens around each.
  private var ids: [Int32] = []
  /// The offset of each sequence in `ids`, then the end.
  private var starts = [0]
  private let tokenizer: any Tokenizer
  /// The number of special tokens around a text.
  private let frame: Int
  /// The most tokens in a sequence, without the special ones.
  private let room: Int
  /// Texts without any token other than special ones.
  private(set) var emptyTexts = 0
  /// Texts that were cut into several sequences.
  private(set) var cutTexts = 0

  /// - Parameter maxLength: The most tokens in a sequence, special ones included.
  init(_ tokenizer: any Tokenizer, maxLength: Int) {
    self.tokenizer = tokenizer
    frame = tokenizer.encodeIDs(of: [], options: EncodingOptions()).ids.count
    room = max(1, maxLength - frame)
  }

  /// The number of sequences.
  var count: Int { starts.count - 1 }
  /// Tokens of all sequences, special ones included.
  var tokenCount: Int { ids.count + count * frame }
  /// Tokens of the longest sequence.
  var longest: Int { zip(starts.dropFirst(), starts).map { $0 - $1 + frame }.max() ?? 0 }

  /// Tokens of a sequence, special ones included.
  func length(_ index: Int) -> Int { starts[index + 1] - starts[index] + frame }

  /// A sequence as the encoder sees it.
  func encoding(_ index: Int) -> Encoding {
    tokenizer.encodeIDs(of: Array(ids[starts[index]..<starts[index + 1]]), options: EncodingOptions())
  }

  /// Adds a text; a long one is cut into pieces of equal length.
  ///
  /// - Throws: `unreadableTokens`.
  mutating func add(_ text: Example, _ model: PretrainedModel, _ vocabulary: MaskingVocabulary) throws(InferenceError) {
    let encoding = tokenizer.encodeIDs(
      text.text, pair: nil, options: EncodingOptions(addSpecialTokens: false))
    try model.requireReadable(encoding, line: text.line)
    let own = encoding.ids
    guard own.contains(where: { !vocabulary.isSpecial[Int($0)] }) else {
      emptyTexts += 1
      return
    }
    let pieces = (own.count + room - 1) / room
    if pieces > 1 { cutTexts += 1 }
    for piece in 0..<pieces {
      let part = own[own.count * piece / pieces..<own.count * (piece + 1) / pieces]
      // A piece of special tokens alone has nothing to predict.
      guard part.contains(where: { !vocabulary.isSpecial[Int($0)] }) else { continue }
      ids += part
      starts.append(ids.count)
      if let reason = model.unreadable(self.encoding(count - 1)) { throw .unreadableTokens(reason, line: text.line) }
    }
  }
}
