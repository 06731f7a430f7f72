import Foundation

/// What sentence-transformers' files beside a model say about the way from token vectors to a sentence's vector.
///
/// `modules.json` lists the steps; each step's settings lie in the folder that it names. A directory without it is a
/// bare encoder, for which sentence-transformers takes the mean; vectors for search are normalized as well.
struct SentenceModules {
  /// A step behind the encoder.
  enum Step: Equatable {
    case pooling([PoolingMode], includesPrompt: Bool)
    case dense(folder: String)
    case normalize
  }

  /// Where the encoder's own files lie, in the model's directory.
  var encoderFolder = ""
  var steps: [Step] = [.pooling([.mean], includesPrompt: true), .normalize]
  /// Tokens of a text at the most, where the files say it.
  var maxLength: Int?
  /// Whether texts are written in lower case before the tokenizer sees them.
  var lowercases = false
  var prompts: [String: String] = [:]
  var defaultPrompt: String?

  /// Reads the files of a directory.
  ///
  /// - Throws: `fileMalformed`, `unreadable`, `unsupportedModule`.
  init(directory: URL) throws(InferenceError) {
    let list = directory.appendingPathComponent("modules.json")
    if let modules = try Self.decode([Module].self, list) {
      try read(modules.sorted { ($0.idx ?? 0) < ($1.idx ?? 0) }, directory, list)
    }
    let encoder = encoderFolder.isEmpty ? directory : directory.appendingPathComponent(encoderFolder)
    for name in Self.settingsNames {
      guard let settings = try Self.decode(Settings.self, encoder.appendingPathComponent(name)) else { continue }
      maxLength = settings.max_seq_length
      lowercases = settings.do_lower_case ?? false
      if let limit = maxLength, limit < 1 {
        throw .fileMalformed(
          path: encoder.appendingPathComponent(name).path, reason: "max_seq_length is \(limit), but must be positive")
      }
      break
    }
    let shared = directory.appendingPathComponent("config_sentence_transformers.json")
    if let settings = try Self.decode(Prompts.self, shared) {
      // A prompt may be null, which is none.
      prompts = (settings.prompts ?? [:]).compactMapValues(\.self)
      defaultPrompt = settings.default_prompt_name
    }
  }

  /// The steps that follow the encoder, which must be the first.
  private mutating func read(_ modules: [Module], _ directory: URL, _ list: URL) throws(InferenceError) {
    guard let first = modules.first, first.kind == "Transformer" else {
      throw .unsupportedModule(path: list.path, module: modules.first?.type ?? "none")
    }
    steps = []
    encoderFolder = try first.folder(list)
    for module in modules.dropFirst() {
      let folder = try module.folder(list)
      switch module.kind {
      case "Pooling" where steps.isEmpty:
        let file = directory.appendingPathComponent(folder).appendingPathComponent("config.json")
        guard let settings = try Self.decode(PoolingSettings.self, file) else {
          throw .fileMissing(path: file.path, remedy: "modules.json names it; fetch the model again, all of its files")
        }
        steps.append(
          .pooling(try settings.modes(file), includesPrompt: settings.include_prompt ?? true))
      case "Dense" where !steps.isEmpty: steps.append(.dense(folder: folder))
      case "Normalize" where !steps.isEmpty: steps.append(.normalize)
      case "Dropout": break
      default: throw .unsupportedModule(path: list.path, module: module.type)
      }
    }
    guard !steps.isEmpty else {
      throw .fileMalformed(path: list.path, reason: "it lists no Pooling, so that there is no vector of a sentence")
    }
  }

  /// Older models name the file after their architecture.
  private static let settingsNames =
    ["sentence_bert_config.json"]
    + ["roberta", "distilbert", "camembert", "albert", "xlm-roberta", "xlnet"].map { "sentence_\($0)_config.json" }
}
