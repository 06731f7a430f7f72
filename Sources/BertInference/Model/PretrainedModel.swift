package import BertCheckpoint
public import BertEncoder
package import BertStorage
public import BertText
public import Foundation

/// A directory with a model, and what it was decided to be: the one door through which every command and the library
/// open one.
///
/// The decision takes `config.json`, the tokenizer's files, sentence-transformers' files and the names of the tensors
/// together, as transformers' `AutoTokenizer` and `AutoModelForSequenceClassification` and sentence-transformers'
/// `SentenceTransformer` do. Where these are silently wrong, as with a head that was never trained, it refuses.
/// ``findings`` says what was decided and by what.
public struct PretrainedModel: Sendable {
  /// The directory.
  public let url: URL
  /// Sizes and settings of the encoder.
  public let configuration: EncoderConfiguration
  /// The tokenizer, and what decided it.
  public let tokenizer: PretrainedTokenizer
  /// What the checkpoint was made for; nil where `config.json` does not say.
  public let task: ModelTask?
  /// The class that `config.json` names first under `architectures`.
  public let className: String?
  /// What a person should know about the files, one line each.
  public let warnings: [String]

  /// Where the encoder's own files lie: the directory, or the folder that `modules.json` names.
  package let folder: URL
  /// The file that says what the outputs are, most often that of the whole configuration.
  let configurationFile: URL
  /// All of `config.json`, or of what Google published in its place, with `model_type`.
  package let document: JSONValue
  /// ``document`` in the form in which transformers' own classes read what is written from the model.
  package var writtenDocument: JSONValue { configuration.written(document) }
  /// The weights, mapped and not read.
  package let checkpoint: Checkpoint
  /// Which parameter reads which tensor.
  package let names: CheckpointNames
  /// What sentence-transformers' files say. That they cannot be followed matters to vectors alone.
  let sentence: Result<SentenceModules, InferenceError>

  /// Reads everything but the weights themselves. A directory with PEFT's `adapter_config.json` and no `config.json` is
  /// LoRA beside another model: that one is read from the directory that `base_model_name_or_path` names, and the updates
  /// are added to its weights as these are read. ``AdapterOutputs`` beside the adapter say what its outputs are.
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
  }

  /// Why there is no configuration: what lies there instead says more than that the file is missing.
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

  /// The longest sequence that model and tokenizer take, special tokens included.
  package var longestSequence: Int {
    // A limit below what the special tokens take is no limit that anyone can have meant.
    min(configuration.longestSequence, tokenizer.maximumLength.flatMap { $0 >= 3 ? $0 : nil } ?? .max)
  }

}
