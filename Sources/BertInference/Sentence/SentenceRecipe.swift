package import BertKernels
package import BertText
import Foundation

/// How a model reads texts and pools their tokens, for what learns its vectors.
///
/// What is asked, such as a search text, gets the prompt that the model calls `query`, and other texts the model's default
/// prompt, as they do in ``TextEmbedder``.
package struct SentenceRecipe: Sendable {
  /// The pooling modes, whose vectors stand side by side.
  package let pooling: [PoolingMode]
  /// Tokens of a text at the most, special ones included.
  package let maxLength: Int
  /// Whether the model has sentence-transformers' files; without them it is the mean.
  package let hasFiles: Bool
  /// What stands before what is asked.
  package let queryPrompt: String
  /// What stands before other texts.
  package let prompt: String
  private let model: PretrainedModel
  private let tokenizer: any Tokenizer
  private let options: EncodingOptions

  /// - Parameter maxLength: Tokens of a text at the most; nil for what the model's files say.
  /// - Throws: What the files' parts throw; `unsupportedModule` for a model whose vectors are not those of the tokens'
  ///   pooling alone.
  package init(_ model: PretrainedModel, maxLength: Int?) throws(InferenceError) {
    let modules = try model.sentence.get(), list = model.url.appendingPathComponent("modules.json").path
    func refuse(_ module: String, _ reason: String) -> InferenceError {
      .unsupportedModule(path: list, module: module, reason: reason)
    }
    for step in modules.steps {
      switch step {
      case .pooling, .normalize: break
      case .dense: throw refuse("Dense", "has weights behind the pooling, which are not learnt here")
      case .layerNorm: throw refuse("LayerNorm", "has weights behind the pooling, which are not learnt here")
      }
    }
    let plan = try EmbeddingPlan(model, options: EmbeddingOptions(maxLength: maxLength))
    if let dimensions = modules.model.dimensions {
      throw refuse("truncate_dim \(dimensions)", "leaves dimensions out, which would be learnt for nothing")
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
      throw refuse("Pooling", "leaves the prompt's tokens out (include_prompt), which is not learnt here")
    }
    self.model = model
    tokenizer = plan.tokenizer
    options = EncodingOptions(maxLength: self.maxLength, truncationSide: model.tokenizer.truncationSide)
  }

  /// The reductions of the pooling modes.
  package var reductions: [TokenPooling] { pooling.map(\.reduction) }

  /// Whether the model is asked with another prompt than that of other texts.
  package var tellsQueries: Bool { queryPrompt != prompt }

  /// Cuts a text into tokens.
  ///
  /// - Throws: `unreadableTokens`.
  package func encode(_ text: String, isQuery: Bool, line: Int) throws(InferenceError) -> Encoding {
    let encoding = tokenizer.encodeIDs((isQuery ? queryPrompt : prompt) + text, pair: nil, options: options)
    // That there are no tokens is for whoever asks.
    if let reason = model.unreadable(encoding), reason != UnreadableTokens.none {
      throw .unreadableTokens(reason, line: line)
    }
    return encoding
  }
}
