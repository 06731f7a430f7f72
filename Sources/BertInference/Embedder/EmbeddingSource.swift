import BertData
import BertEncoder
import BertKernels
import BertText
package import Foundation

/// What computes the vectors of texts: an encoder, or a table of token vectors.
package enum EmbeddingSource: Sendable {
  case encoder(PretrainedModel)
  case table(StaticTable)

  /// Opens a directory as an encoder or as a table, whichever its files are.
  ///
  /// - Throws: An ``InferenceError`` that names the file and what is wrong with it.
  package init(at url: URL) throws(InferenceError) {
    if let table = try StaticTable(at: url) {
      self = .table(table)
    } else {
      self = .encoder(try PretrainedModel(at: url))
    }
  }

  /// Notes for people about the files, one line each.
  var warnings: [String] {
    switch self {
    case .encoder(let model): model.warnings
    case .table(let table): table.warnings
    }
  }

  /// Rows of weights, one for each token.
  var vocabularySize: Int {
    switch self {
    case .encoder(let model): model.configuration.vocabularySize
    case .table(let table): table.vectors.rows
    }
  }

  func plan(_ options: EmbeddingOptions) throws(InferenceError) -> any VectorPlan {
    switch self {
    case .encoder(let model): try EmbeddingPlan(model, options: options)
    case .table(let table): try StaticPlan(table, options: options)
    }
  }

  /// Tokenizes a text, or a pair of texts.
  ///
  /// - Throws: `unreadableTokens`.
  func encode(
    _ text: String, pair: String?, line: Int, _ tokenizer: any Tokenizer, _ options: EncodingOptions
  ) throws(InferenceError) -> Encoding {
    switch self {
    case .encoder(let model):
      let encoded = tokenizer.encodeIDs(text, pair: pair, options: options)
      if let reason = model.unreadable(encoded) { throw .unreadableTokens(reason, line: line) }
      return encoded
    case .table(let table):
      // A text without a token has the vector zero, as in Model2Vec and sentence-transformers.
      return try table.encode(text, pair: pair, options: options).encoded(line: line)
    }
  }
}
