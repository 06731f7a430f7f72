import BertEncoder
import BertFT
import BertStorage
import Foundation

/// The model that a directory's files describe, for `bertft inspect`.
struct InspectedModel {
  /// The encoder's sizes; nil for an unknown architecture.
  let configuration: EncoderConfiguration?
  /// Which parameter reads which tensor.
  let names: CheckpointNames?
  /// What was decided about the model, and which file decided it.
  let findings: [ModelFinding]
  /// What a person should know about the files, one line each.
  let warnings: [String]
  /// The model's entry of the catalogue; nil for a directory that was not fetched by such a name.
  let entry: ModelEntry?
  /// Why the model cannot be used; nil where it can.
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

  /// A directory that cannot be opened as a model; its tensors are shown all the same.
  init(directory: URL, checkpoint: Checkpoint, reason: InferenceError) {
    entry = Self.entry(at: directory)
    let data = try? Data(contentsOf: directory.appendingPathComponent("config.json"))
    configuration = data.flatMap { try? EncoderConfiguration.decode(from: $0) }
    names = configuration.flatMap { try? CheckpointNames(checkpoint, configuration: $0, classes: nil) }
    findings = []
    warnings = []
    note = reason.wording.commandLine
  }

  /// The entry of the catalogue whose cached files are in a directory.
  private static func entry(at directory: URL) -> ModelEntry? {
    let hub = Hub(configuration: .fromEnvironment(ProcessInfo.processInfo.environment))
    let place = directory.resolvingSymlinksInPath().standardizedFileURL.path
    return ModelCatalogue.entries.first { entry in
      // A directory that is not named after the entry is skipped: looking it up may hash files of Hugging Face's cache.
      let name = entry.hubID?.split(separator: "/").last.map(String.init) ?? entry.name
      guard place.contains(name) else { return false }
      return hub.cachedModel(entry.name)?.resolvingSymlinksInPath().standardizedFileURL.path == place
    }
  }
}
