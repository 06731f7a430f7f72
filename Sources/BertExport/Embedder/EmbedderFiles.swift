import BertCheckpoint
import BertEncoder
import BertKernels
import BertText
import Foundation

/// A model's directory and the options, joined and checked: everything but the weights.
struct EmbedderFiles {
  let modules: SentenceModules
  let configuration: EncoderConfiguration
  let tokenizer: any Tokenizer
  let checkpoint: Checkpoint
  let maxLength: Int
  let prompt: String
  /// The steps behind the encoder, with the options' pooling.
  let steps: [SentenceModules.Step]
  let precision: Precision
  private let dimensions: Int?
  private let normalizes: Bool?
  private let url: URL

  /// - Throws: an `ExportError` that names the file or the option.
  init(_ url: URL, options: EmbeddingOptions) throws(ExportError) {
    self.url = url
    dimensions = options.dimensions
    normalizes = options.normalizes
    modules = try SentenceModules(directory: url)
    let folder = modules.encoderFolder.isEmpty ? url : url.appendingPathComponent(modules.encoderFolder)
    let config = folder.appendingPathComponent("config.json")
    configuration = try Self.configuration(config)
    tokenizer = try Self.tokenizer(folder, lowercases: modules.transformer.lowercases)
    do {
      checkpoint = try Checkpoint(at: folder)
    } catch {
      throw .checkpoint(error)
    }
    guard tokenizer.vocabularySize <= configuration.vocabularySize else {
      throw .model(
        path: folder.path,
        .vocabularyMismatch(tokenizer: tokenizer.vocabularySize, embeddings: configuration.vocabularySize))
    }
    if let type = configuration.unknownType(of: tokenizer) {
      throw .model(
        path: config.path,
        .configurationInvalid(
          field: "type_vocab_size", value: "\(configuration.typeVocabularySize)",
          expected: "more than \(type), the tokenizer's largest token type"))
    }
    maxLength = try Self.maxLength(options, modules, folder, positions: configuration.longestSequence)
    prompt = try Self.prompt(options, modules)
    steps = Self.steps(options, modules)
    precision = options.precision ?? Precision(of: checkpoint)
  }

  /// The pooling modes in use.
  var pooling: [PoolingMode] {
    for case .pooling(let modes, _) in steps { return modes }
    return []
  }

  /// Reads the weights and packs them.
  func pipeline(_ compute: Compute) throws(ExportError) -> SentencePipeline {
    let encoder: TransformerEncoder
    do {
      encoder = try TransformerEncoder.shared(
        checkpoint: checkpoint, configuration: configuration, precision: precision, compute: compute)
    } catch {
      throw .model(path: url.path, error)
    }
    var width = configuration.hiddenSize
    var ready: [SentencePipeline.Step] = []
    for step in steps {
      switch step {
      case .pooling(let modes, let includesPrompt):
        ready.append(.pooling(modes, skipped: includesPrompt ? 0 : promptLength))
        width *= modes.count
      case .dense(let folder):
        let layer = try DenseLayer(folder: url.appendingPathComponent(folder), inputs: width, compute)
        ready.append(.dense(layer))
        width = layer.outputSize
      case .layerNorm(let folder):
        ready.append(.layerNorm(try LayerNorm(folder: url.appendingPathComponent(folder), inputs: width)))
      case .normalize: ready.append(.normalize)
      }
    }
    try finish(&ready, &width)
    return SentencePipeline(encoder: encoder, steps: ready, dimensions: width)
  }

  /// Adds what the options, or the model's files, want done to the vectors once they are made.
  private func finish(_ steps: inout [SentencePipeline.Step], _ width: inout Int) throws(ExportError) {
    if let own = modules.model.dimensions, own < width, dimensions ?? own == own {
      // As sentence-transformers does it, which does not normalize again.
      steps.append(.cut(own))
      if normalizes == true { steps.append(.normalize) }
      width = own
      return
    }
    // A normalization before another step is part of what the model computes.
    if normalizes == false { while steps.last?.isNormalize == true { steps.removeLast() } }
    if normalizes == true, steps.last?.isNormalize != true { steps.append(.normalize) }
    guard let dimensions else { return }
    guard (1...width).contains(dimensions) else {
      throw .option(
        name: "dimensions", value: "\(dimensions)", rule: "must be from 1 to \(width), the model's dimensions")
    }
    guard dimensions < width else { return }
    let isNormalized = steps.last?.isNormalize == true
    steps.append(.cut(dimensions))
    if isNormalized { steps.append(.normalize) }
    width = dimensions
  }

  /// Tokens of the prompt alone, the special one behind it not counted, as sentence-transformers counts them.
  private var promptLength: Int {
    guard !prompt.isEmpty else { return 0 }
    let alone = tokenizer.encode(prompt, pair: nil, options: EncodingOptions(maxLength: maxLength))
    return alone.ids.count - (alone.specialTokensMask.last == true ? 1 : 0)
  }

  /// The encoder's tokenizer, which sentence-transformers may give a step that makes lower case.
  private static func tokenizer(_ folder: URL, lowercases: Bool) throws(ExportError) -> any Tokenizer {
    let tokenizer: any Tokenizer
    do {
      tokenizer = try TokenizerLoader.load(directory: folder)
    } catch {
      throw .tokenizer(path: folder.path, error)
    }
    guard lowercases else { return tokenizer }
    guard let lowercasing = tokenizer.lowercasing() else {
      throw .unsupportedModule(
        path: folder.path, module: "Transformer",
        reason: "has do_lower_case, which needs a tokenizer.json; save the model again with transformers to get one")
    }
    return lowercasing
  }

  private static func configuration(_ file: URL) throws(ExportError) -> EncoderConfiguration {
    guard let data = try SentenceModules.read(file) else {
      throw .fileMissing(
        path: file.path, remedy: "a model is a directory with config.json, model.safetensors and a tokenizer")
    }
    do {
      return try EncoderConfiguration.decode(from: data)
    } catch {
      throw .model(path: file.path, error)
    }
  }

  /// The option's, else that of the model's files, never more than there are positions.
  private static func maxLength(
    _ options: EmbeddingOptions, _ modules: SentenceModules, _ folder: URL, positions: Int
  ) throws(ExportError) -> Int {
    if let given = options.maxLength {
      guard (3...positions).contains(given) else {
        throw .option(
          name: "max-length", value: "\(given)", rule: "must be from 3 to \(positions), the model's positions")
      }
      return given
    }
    struct Limit: Decodable {
      var model_max_length: Double?
      /// What the same was called before.
      var max_len: Double?
    }
    // transformers writes 1e30 where the tokenizer sets no limit.
    let limit = try SentenceModules.decode(Limit.self, folder.appendingPathComponent("tokenizer_config.json"))
    let tokens =
      modules.transformer.maxLength ?? Int(max(0, min(limit?.model_max_length ?? limit?.max_len ?? .infinity, 1e9)))
    return max(3, min(tokens, positions))
  }

  private static func prompt(_ options: EmbeddingOptions, _ modules: SentenceModules) throws(ExportError) -> String {
    let prompts = modules.model.prompts
    switch options.prompt {
    case .modelDefault: return modules.model.defaultPrompt
    case .query: return prompts["query"] ?? ""
    case .text(let text): return text
    case .named(let name):
      guard let text = prompts[name] else {
        throw .unknownPrompt(name: name, known: prompts.filter { !$0.value.isEmpty }.map(\.key))
      }
      return text
    }
  }

  private static func steps(_ options: EmbeddingOptions, _ modules: SentenceModules) -> [SentenceModules.Step] {
    modules.steps.map { step in
      if case .pooling(_, let includesPrompt) = step, let mode = options.pooling {
        return SentenceModules.Step.pooling([mode], includesPrompt: includesPrompt)
      }
      return step
    }
  }
}
