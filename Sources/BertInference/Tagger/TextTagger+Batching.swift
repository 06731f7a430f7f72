public import BertData

/// A row made ready for a ``TextTagger``.
public struct PreparedTokens: Sendable {
  /// The row as it was given.
  let row: TokenRow
  /// The row's windows; nil for a tagger without an encoder.
  let encoded: TextEncoder.Encoded?

  /// Tokens that the encoder computes, including special tokens and all windows of a long text; 1 without an encoder.
  public var tokenCount: Int { encoded?.tokenCount ?? 1 }
}

extension TextTagger: BatchModel {
  /// Tokenizes a row.
  ///
  /// - Throws: `unreadableTokens`.
  public func prepare(_ row: TokenRow) throws -> PreparedTokens {
    guard case .encoder(let tagging) = reader else { return PreparedTokens(row: row, encoded: nil) }
    return PreparedTokens(row: row, encoded: try tagging.encode(row))
  }

  /// The cost of a row: the tokens that are computed for it.
  public func tokenCount(of prepared: PreparedTokens) -> Int { prepared.tokenCount }

  /// The tagged texts of prepared rows, in their order.
  ///
  /// - Throws: `interrupted`.
  public func outputs(for prepared: [PreparedTokens], isCancelled: () -> Bool) throws -> [TaggedText] {
    let rows = prepared.map(\.row)
    return switch reader {
    case .encoder(let tagging): try tagged(rows, prepared.compactMap(\.encoded), tagging, isCancelled: isCancelled)
    case .words(let tagger): try tagged(rows, tagger, isCancelled: isCancelled)
    }
  }

  /// Refuses a text with a score that is not finite.
  ///
  /// - Throws: `notFinite`.
  public func check(_ text: TaggedText) throws {
    guard text.isFinite else { throw InferenceError.notFinite(line: 0) }
  }
}
