import BertEncoder
import BertKernels
import BertText
import Foundation

/// A model and the options, combined and checked: everything that vectors of texts need except the weights.
struct EmbeddingPlan: VectorPlan {
  let tokenizer: any Tokenizer
  let maxLength: Int
  let prompt: String
  let settings: ModelSettings
  private let model: PretrainedModel
  /// The steps after the encoder, with the options' pooling.
  private let steps: [SentenceModules.Step]
  private let options: EmbeddingOptions

  /// - Throws: an ``InferenceError`` that names the file or the option.
  init(_ model: PretrainedModel, options: EmbeddingOptions) throws(InferenceError) {
    self.model = model
    self.options = options
    let modules = try model.sentence.get()
    settings = modules.model
    tokenizer = try Self.tokenizer(model, lowercases: modules.transformer.lowercases)
    maxLength = try Self.maxLength(options, modules, model)
    prompt = try Self.prompt(options, modules.model, trainedWith: model.trainedPrompt())
    steps = Self.steps(options, modules)
  }

  /// The pooling modes in use.
  var pooling: [PoolingMode] {
    for case .pooling(let modes, _) in steps { return modes }
    return []
  }

  var skipsPrompt: Bool {
    steps.contains { step in
      if case .pooling(_, includesPrompt: false) = step { true } else { false }
    }
  }

  /// How a text is tokenized and truncated.
  var encoding: EncodingOptions {
    EncodingOptions(maxLength: maxLength, truncationSide: model.tokenizer.truncationSide)
  }

  func precision(on compute: Compute) -> Precision {
    options.precision ?? Precision(of: model.checkpoint, on: compute)
  }

  /// Reads the weights and packs them.
  func pipeline(
    _ compute: Compute, cache: FeatureCache?
  ) throws(InferenceError) -> (pipeline: any VectorPipeline, store: FeatureStore?) {
    let encoder: TransformerEncoder
    do {
      encoder = try TransformerEncoder.shared(
        checkpoint: model.checkpoint, configuration: model.configuration,
        precision: precision(on: compute), compute: compute)
    } catch {
      throw .model(path: model.url.path, error)
    }
    var width = model.configuration.hiddenSize
    var ready: [SentencePipeline.Step] = []
    for step in steps {
      switch step {
      case .pooling(let modes, let includesPrompt):
        ready.append(.pooling(modes, skipped: includesPrompt ? 0 : try promptLength()))
        width *= modes.count
      case .dense(let folder):
        let layer = try DenseLayer(folder: model.url.appendingPathComponent(folder), inputs: width, compute)
        ready.append(.dense(layer))
        width = layer.outputSize
      case .layerNorm(let folder):
        ready.append(.layerNorm(try LayerNorm(folder: model.url.appendingPathComponent(folder), inputs: width)))
      case .normalize: ready.append(.normalize)
      }
    }
    try finish(&ready, &width)
    let store = try cache.map { (cache) throws(InferenceError) in
      FeatureStore(cache, try featureSpace(of: cache, encoder, compute), width: width)
    }
    return (SentencePipeline(encoder: encoder, steps: ready, dimensions: width), store)
  }

  /// Everything but the text that the vectors depend on. The encoder is named by its weights, so that the classifier of
  /// a bundle does not matter.
  ///
  /// - Parameters:
  ///   - cache: The cache, which names the program.
  ///   - encoder: The encoder of the pipeline.
  ///   - compute: The kernels.
  /// - Throws: `file`.
  private func featureSpace(
    of cache: FeatureCache, _ encoder: TransformerEncoder, _ compute: Compute
  ) throws(InferenceError) -> FeatureSpace {
    let precision = precision(on: compute)
    var space = FeatureSpace()
    space.add("vectors", "of sentences")
    space.add(program: cache, compute, precision: precision)
    if precision == .int8 {
      // The int8 weights matter, and `parameters` does not have them: the files are hashed.
      space.add("files", try model.weightsDigest())
      space.add(model.configuration, weights: [])
    } else {
      space.add(model.configuration, weights: encoder.parameters)
    }
    for step in steps {
      switch step {
      case .pooling(let modes, let includesPrompt):
        space.add("pooling", modes.map(\.rawValue).joined(separator: "+"))
        space.add("skipped", includesPrompt ? "0" : "\(try promptLength())")
      case .dense(let folder): try space.add("dense", filesOf: model.url.appendingPathComponent(folder))
      case .layerNorm(let folder): try space.add("layer norm", filesOf: model.url.appendingPathComponent(folder))
      case .normalize: space.add("step", "normalize")
      }
    }
    space.add("normalizes", "\(options.normalizes.map { "\($0)" } ?? "-")")
    space.add("dimensions", "\(options.dimensions ?? 0) of \(settings.dimensions ?? 0)")
    return space
  }

  /// Adds the last steps: cutting dimensions and normalizing, as the options or the model's files say.
  private func finish(_ steps: inout [SentencePipeline.Step], _ width: inout Int) throws(InferenceError) {
    // A normalization before another step is part of what the model computes.
    if options.normalizes == false { while steps.last?.isNormalize == true { steps.removeLast() } }
    if let own = settings.dimensions, own < width, options.dimensions ?? own == own {
      // As in sentence-transformers, which does not normalize again.
      steps.append(.cut(own))
      if options.normalizes == true { steps.append(.normalize) }
      width = own
      return
    }
    if options.normalizes == true, steps.last?.isNormalize != true { steps.append(.normalize) }
    guard let dimensions = options.dimensions else { return }
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

  /// Tokens of the prompt alone without the special token at its end, as sentence-transformers counts them.
  private func promptLength() throws(InferenceError) -> Int {
    guard !prompt.isEmpty else { return 0 }
    let alone = try tokenizer.encode(prompt, pair: nil, options: encoding).encoded(line: 0)
    return alone.ids.count - (alone.specialTokensMask.last == true ? 1 : 0)
  }

  /// The encoder's tokenizer, with the additional lowercasing that files of sentence-transformers may ask for.
  private static func tokenizer(_ model: PretrainedModel, lowercases: Bool) throws(InferenceError) -> any Tokenizer {
    let tokenizer = model.tokenizer.tokenizer
    guard lowercases else { return tokenizer }
    guard let lowercasing = tokenizer.lowercasing() else {
      throw .unsupportedModule(
        path: model.folder.path, module: "Transformer",
        reason: "has do_lower_case, which needs a tokenizer.json; save the model again with transformers to get one")
    }
    return lowercasing
  }

  /// The maximum length of the options, else of the model's files; never more than the model's positions.
  private static func maxLength(
    _ options: EmbeddingOptions, _ modules: SentenceModules, _ model: PretrainedModel
  ) throws(InferenceError) -> Int {
    let positions = model.configuration.longestSequence
    if let given = options.maxLength {
      guard given >= 3, given <= positions else {
        throw .option(
          name: "max-length", value: "\(given)",
          rule: positions < 3
            ? "a text with its special tokens needs 3 positions, and the model has \(positions); choose another model"
            : "must be from 3 to \(positions), the model's positions")
      }
      return given
    }
    return max(3, min(modules.transformer.maxLength ?? model.tokenizer.maximumLength ?? .max, positions))
  }

  /// The prompt that is put before each text.
  ///
  /// - Parameters:
  ///   - options: Which prompt.
  ///   - settings: The model's prompts.
  ///   - trained: The prompt that a bundle was trained with; nil where there is none.
  /// - Throws: `unknownPrompt`.
  static func prompt(
    _ options: EmbeddingOptions, _ settings: ModelSettings, trainedWith trained: String?
  ) throws(InferenceError) -> String {
    let prompts = settings.prompts
    switch options.prompt {
    case .modelDefault: return trained ?? settings.defaultPrompt
    case .query: return trained ?? prompts["query"] ?? ""
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
