package import BertText

extension Encoding {
  /// The encoding itself; throws where the tokenizer could not encode the text.
  ///
  /// - Parameter line: The line of the text; 0 for one that comes from no file.
  /// - Throws: `unreadableTokens`.
  package func encoded(line: Int) throws(InferenceError) -> Encoding {
    if let fault { throw .unreadableTokens(.notEncoded(fault), line: line) }
    return self
  }
}
