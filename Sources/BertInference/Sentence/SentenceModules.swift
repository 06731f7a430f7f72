import Foundation

/// The steps from token vectors to a sentence's vector, by the files of sentence-transformers beside a model.
///
/// `modules.json` lists the steps and names the folder with the settings of each. A step that would not be computed as
/// by `SentenceTransformer(directory)` of sentence-transformers 6.2 is refused by name. A directory without these files
/// is a bare encoder, for which sentence-transformers uses the mean; here its vectors are normalized as well.
struct SentenceModules {
  /// A step after the encoder.
  enum Step: Equatable {
    case pooling([PoolingMode], includesPrompt: Bool)
    case dense(folder: String)
    case layerNorm(folder: String)
    case normalize
  }

  /// The folder of the encoder's own files in the model's directory; empty for the directory itself.
  private(set) var encoderFolder = ""
  /// The steps in the order of `modules.json`.
  private(set) var steps: [Step] = [.pooling([.mean], includesPrompt: true), .normalize]
  /// The settings of the encoder and its tokenizer.
  private(set) var transformer = TransformerSettings()
  /// The settings of the whole model: prompts, similarity, dimensions.
  private(set) var model = ModelSettings()

  /// Reads the files of a directory.
  ///
  /// - Throws: `fileMissing`, `fileMalformed`, `file`, `unsupportedModule`.
  init(directory: URL) throws(InferenceError) {
    let list = directory.appendingPathComponent("modules.json")
    let shared = directory.appendingPathComponent(ModelSettings.fileName)
    guard let modules = try Self.decode([Module].self, list) else {
      // Without the list sentence-transformers ignores the other files, and the vectors would not be the model's.
      for file in [shared] + TransformerSettings.fileNames.map(directory.appendingPathComponent)
      where FileManager.default.fileExists(atPath: file.path) {
        throw .fileMissing(
          path: list.path,
          remedy:
            "\(file.lastPathComponent) beside it shows that this is a model of sentence-transformers, but its steps "
            + "are unknown; fetch the model again with all its files")
      }
      return
    }
    model = try ModelSettings(file: shared)
    try read(modules, directory, list)
    let encoder = encoderFolder.isEmpty ? directory : directory.appendingPathComponent(encoderFolder)
    transformer = try TransformerSettings(folder: encoder)
  }

  /// Reads the steps after the encoder, which must be the first module. The order is that of the list; `idx` is
  /// ignored.
  private mutating func read(_ modules: [Module], _ directory: URL, _ list: URL) throws(InferenceError) {
    guard let first = modules.first else {
      throw .fileMalformed(path: list.path, reason: "it lists no module")
    }
    guard try first.kind(list) == .transformer else {
      throw .unsupportedModule(path: list.path, module: first.type, reason: "is first, where the encoder should be")
    }
    encoderFolder = try first.folder(list)
    steps = []
    var names: Set<String> = []
    for module in modules {
      if let name = module.name, !names.insert(name).inserted {
        throw .fileMalformed(path: list.path, reason: "two modules are named '\(name)'")
      }
    }
    for module in modules.dropFirst() {
      let folder = try module.folder(list), kind = try module.kind(list)
      let place = directory.appendingPathComponent(folder)
      guard kind == .transformer || steps.isEmpty == (kind == .pooling) else {
        throw .unsupportedModule(
          path: list.path, module: module.type,
          reason: kind == .pooling
            ? "comes after another step that makes sentence vectors"
            : "comes before Pooling, so it would change the token vectors")
      }
      switch kind {
      case .pooling:
        let file = place.appendingPathComponent("config.json")
        guard let settings = try Self.decode(PoolingSettings.self, file) else {
          throw .fileMissing(path: file.path, remedy: "modules.json names it; fetch the model again with all its files")
        }
        steps.append(.pooling(try settings.modes(file), includesPrompt: settings.include_prompt ?? true))
      case .dense: steps.append(.dense(folder: folder))
      case .layerNorm: steps.append(.layerNorm(folder: folder))
      case .normalize:
        let file = place.appendingPathComponent("config.json")
        try Self.decode(FeatureNames.self, file)?.check("Normalize", file)
        steps.append(.normalize)
      // Dropout does nothing in a trained model.
      case .dropout: break
      case .transformer:
        throw .unsupportedModule(path: list.path, module: module.type, reason: "makes a second encoder")
      }
    }
    guard !steps.isEmpty else {
      throw .fileMalformed(path: list.path, reason: "it lists no Pooling, so there are no sentence vectors")
    }
  }
}
