import BertEncoder
import BertFT
import BertStorage
import Foundation

/// What a directory's files make of its tensors.
struct InspectedModel {
  /// The sizes, where the architecture is one that is known.
  let configuration: EncoderConfiguration?
  /// Which parameter reads which tensor.
  let names: CheckpointNames?
  /// What was decided, and by what.
  let findings: [ModelFinding]
  /// What a person should know about the files, one line each.
  let warnings: [String]
  /// What the catalogue knows of it, where it is a model that was fetched by its name.
  let entry: ModelEntry?
  /// Why the model cannot be used, where it cannot.
  let note: String?

  /// A model that can be opened.
  init(_ model: PretrainedModel, at directory: URL) {
    entry = Self.entry(at: directory)
    configuration = model.configuration
    findings = model.findings
    warnings = model.warnings
    do {
      names = try model.names.withQuestionHeads(of: model.checkpoint, model.configuration)
      note = nil
    } catch {
      names = model.names
      note = error.description
    }
  }

  /// A directory that cannot be opened as a model. That does not keep the program from showing the tensors.
  init(directory: URL, checkpoint: Checkpoint, reason: InferenceError) {
    entry = Self.entry(at: directory)
    let data = try? Data(contentsOf: directory.appendingPathComponent("config.json"))
    configuration = data.flatMap { try? EncoderConfiguration.decode(from: $0) }
    names = configuration.flatMap { try? CheckpointNames(checkpoint, configuration: $0, classes: nil) }
    findings = []
    warnings = []
    note = reason.wording.commandLine
  }

  /// The entry of the catalogue whose place on this machine a directory is.
  private static func entry(at directory: URL) -> ModelEntry? {
    let hub = Hub(configuration: .fromEnvironment(ProcessInfo.processInfo.environment))
    let place = directory.resolvingSymlinksInPath().standardizedFileURL.path
    return ModelCatalogue.entries.first { entry in
      // A place that is not named after the entry need not be looked at: in Hugging Face's cache files would be hashed.
      let name = entry.hubID?.split(separator: "/").last.map(String.init) ?? entry.name
      guard place.contains(name) else { return false }
      return hub.cachedModel(entry.name)?.resolvingSymlinksInPath().standardizedFileURL.path == place
    }
  }
}
