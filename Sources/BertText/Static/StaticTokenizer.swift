/// The tokenizer of a table of token vectors, and what the table needs to know of it.
package struct StaticTokenizer: Sendable {
  /// The tokenizer, as its file describes it.
  package let tokenizer: any Tokenizer
  /// The token for what the vocabulary does not hold; nil where there is none.
  package let unknownID: Int32?
  /// The median number of Unicode scalars of a token.
  package let medianLength: Int
  /// What a person should know about the file, one line each.
  package let warnings: [String]
}
