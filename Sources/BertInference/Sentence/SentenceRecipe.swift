package import BertKernels
package import BertText
import Foundation

/// How a model tokenizes texts and pools their tokens, for the training of sentence vectors.
///
/// Queries, such as search texts, get the model's prompt named `query`, and other texts the model's default prompt, as
/// in ``TextEmbedder``.
package struct SentenceRecipe: Sendable {
  /// The pooling modes; the vectors of several are concatenated.
  package let pooling: [PoolingMode]
  /// The most tokens of a text, including special tokens.
  package let maxLength: Int
  /// Whether the model has the files of sentence-transformers; without them the pooling is the mean.
  package let hasFiles: Bool
  /// The prompt before queries; empty for none.
  package let queryPrompt: String
  /// The prompt before other texts; empty for none.
  package let prompt: String
  private let model: PretrainedModel
  private let tokenizer: any Tokenizer
  private let options: EncodingOptions

  /// - Parameters:
  ///   - model: The model.
  ///   - maxLength: The most tokens of a text; nil for what the model's files say.
  /// - Throws: An ``InferenceError`` about the files or the option; `unsupportedModule` for a model whose vectors are
  ///   not the pooling of token states alone.
  package init(_ model: PretrainedModel, maxLength: Int?) throws(InferenceError) {
    let modules = try model.sentence.get(), list = model.url.appendingPathComponent("modules.json").path
    func refuse(_ module: String, _ reason: String) -> InferenceError {
      .unsupportedModule(path: list, module: module, reason: reason)
    }
    for step in modules.steps {
      switch step {
      case .pooling, .normalize: break
      case .dense: throw refuse("Dense", "has weights after the pooling, which cannot be trained here")
      case .layerNorm: throw refuse("LayerNorm", "has weights after the pooling, which cannot be trained here")
      }
    }
    let plan = try EmbeddingPlan(model, options: EmbeddingOptions(maxLength: maxLength))
    if let dimensions = modules.model.dimensions {
      throw refuse("truncate_dim \(dimensions)", "drops dimensions, which training would ignore")
    }
    if try model.trainedPrompt() != nil {
      throw .unsupportedModule(
        path: model.url.path, module: "the bundle's prompt", reason: "has no place in an encoder's files")
    }
    pooling = plan.pooling
    self.maxLength = min(plan.maxLength, model.longestSequence)
    hasFiles = FileManager.default.fileExists(atPath: list)
    prompt = plan.prompt
    queryPrompt = try EmbeddingPlan(model, options: EmbeddingOptions(maxLength: maxLength, prompt: .query)).prompt
    for case .pooling(_, includesPrompt: false) in modules.steps where !prompt.isEmpty || !queryPrompt.isEmpty {
      throw refuse("Pooling", "leaves the prompt's tokens out (include_prompt), which cannot be trained here")
    }
    self.model = model
    tokenizer = plan.tokenizer
    options = EncodingOptions(maxLength: self.maxLength, truncationSide: model.tokenizer.truncationSide)
  }

  /// The reductions of the pooling modes.
  package var reductions: [TokenPooling] { pooling.map(\.reduction) }

  /// Whether queries have another prompt than other texts.
  package var tellsQueries: Bool { queryPrompt != prompt }

  /// Tokenizes a text with its prompt.
  ///
  /// - Parameters:
  ///   - text: The text without a prompt.
  ///   - isQuery: Whether it gets the prompt of queries.
  ///   - line: The line of the text, for the error.
  /// - Returns: Its tokens; none where the text has none and the tokenizer adds none.
  /// - Throws: `unreadableTokens`.
  package func encode(_ text: String, isQuery: Bool, line: Int) throws(InferenceError) -> Encoding {
    let encoding = tokenizer.encodeIDs((isQuery ? queryPrompt : prompt) + text, pair: nil, options: options)
    // The caller decides what to do with a text without tokens.
    if let reason = model.unreadable(encoding), reason != UnreadableTokens.none {
      throw .unreadableTokens(reason, line: line)
    }
    return encoding
  }
}
