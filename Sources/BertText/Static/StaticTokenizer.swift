/// The tokenizer of a table of token vectors, with the facts that the table needs.
package struct StaticTokenizer: Sendable {
  /// The tokenizer, as its file describes it.
  package let tokenizer: any Tokenizer
  /// The id of the unknown token; nil where there is none.
  package let unknownID: Int32?
  /// The median number of Unicode scalars of a token.
  package let medianLength: Int
  /// What a user should know about the file, one line each.
  package let warnings: [String]
}
