package import BertCheckpoint
public import BertEncoder
package import BertStorage
public import BertText
public import Foundation

/// A directory with a model, opened; every command and the library open models through this type.
///
/// `config.json`, the tokenizer's files, the files of sentence-transformers and the names of the tensors decide
/// together what the model is, as in `AutoTokenizer` and `AutoModelForSequenceClassification` of transformers and in
/// `SentenceTransformer`. Where these would silently be wrong, as with a head that was never trained, the model is
/// refused. ``findings`` lists what was decided, and by which file.
public struct PretrainedModel: Sendable {
  /// The directory.
  public let url: URL
  /// Sizes and settings of the encoder.
  public let configuration: EncoderConfiguration
  /// The tokenizer, and what decided it.
  public let tokenizer: PretrainedTokenizer
  /// The checkpoint's task; nil where `config.json` does not say.
  public let task: ModelTask?
  /// The class that `config.json` names first under `architectures`.
  public let className: String?
  /// Notes for people about the files, one line each.
  public let warnings: [String]

  /// The folder of the encoder's own files: the directory, or the folder that `modules.json` names.
  package let folder: URL
  /// The file that says what the outputs are: `config.json` unless an adapter has its own.
  let configurationFile: URL
  /// All members of `config.json`, or of the file that Google published in its place, with `model_type`.
  package let document: JSONValue
  /// ``document`` as it is written with a model, in a form that the classes of transformers read.
  package var writtenDocument: JSONValue { configuration.written(document) }
  /// The weights, mapped into memory.
  package let checkpoint: Checkpoint
  /// Which tensor each parameter is read from.
  package let names: CheckpointNames
  /// What the files of sentence-transformers say. If they are not supported, only sentence vectors are affected.
  let sentence: Result<SentenceModules, InferenceError>

  /// Reads everything except the weights themselves. A directory with PEFT's `adapter_config.json` and without
  /// `config.json` is a LoRA adapter: the base model is read from the directory that `base_model_name_or_path` names,
  /// and the updates are added to its weights when they are read. `adapter_outputs.json` beside the adapter says what
  /// its outputs are.
  ///
  /// - Throws: `noEncoder` for a table of token vectors; `fileMissing`, `file`, `fileMalformed`, `unsupportedModule`,
  ///   `model`, `tokenizer`, `checkpoint`.
  public init(at url: URL) throws(InferenceError) {
    guard try StaticFiles(url) == nil else { throw .noEncoder(path: url.path) }
    let adapter = try PEFTAdapter(at: url)
    let files = try ModelFiles(adapter?.base ?? url)
    self.url = url
    folder = files.folder
    sentence = files.sentence
    let config = files.configurationFile
    configurationFile = adapter?.outputs?.file ?? config
    guard let data = files.configuration else { throw Self.noConfiguration(config) }
    do {
      configuration = try EncoderConfiguration.decode(from: data)
    } catch {
      throw .model(path: config.path, error)
    }
    guard var members = files.document else {
      throw .fileMalformed(path: config.path, reason: "not a JSON object; fetch the file again from the model's origin")
    }
    adapter?.complete(&members, configuration)
    document = members
    tokenizer = try files.tokenizer()
    let base: Checkpoint
    do {
      base = try Checkpoint(at: folder).spelled(for: configuration.architecture)
    } catch {
      throw .checkpoint(error)
    }
    className = document["architectures"]?.elements?.first?.string
    task = ModelTask(className: className)
    checkpoint = try adapter?.applied(to: base, configuration) ?? base
    do {
      names = try CheckpointNames(
        checkpoint, configuration: configuration, classes: nil, head: task == .tokenClassification ? .token : .sequence)
    } catch {
      throw .model(path: url.path, error)
    }
    warnings =
      tokenizer.warnings
      + names.unusedGroups.filter(\.isLayer).map {
        "unused: \($0.description), beyond the layers of \(config.lastPathComponent)"
      }
    try requireReadableFrame()
  }

  /// The error for a missing configuration: other files in its folder tell more than that it is missing.
  private static func noConfiguration(_ file: URL) -> InferenceError {
    do {
      let checkpoint = try Checkpoint(at: file.deletingLastPathComponent())
      if let remedy = PublishedConfiguration.remedy(for: checkpoint) {
        return .fileMissing(path: file.path, remedy: remedy)
      }
    } catch {
      if case .otherWeights = error.rule { return .checkpoint(error) }
    }
    return .fileMissing(
      path: file.path, remedy: "a model is a directory with config.json, model.safetensors and a tokenizer")
  }

  /// The name of the file that the configuration was read from.
  var configurationName: String { configurationFile.lastPathComponent }

  /// The most tokens of a sequence that model and tokenizer allow, including special tokens.
  package var longestSequence: Int {
    // A limit that leaves no room beside the special tokens cannot be meant.
    min(configuration.longestSequence, tokenizer.maximumLength.flatMap { $0 >= 3 ? $0 : nil } ?? .max)
  }
}
