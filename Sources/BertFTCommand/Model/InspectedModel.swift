import BertEncoder
import BertFT
import Foundation

/// What `config.json` makes of a checkpoint's tensors.
struct InspectedModel {
  /// The sizes, where the architecture is one that is known.
  let configuration: EncoderConfiguration?
  /// Which parameter reads which tensor.
  let names: CheckpointNames?
  /// Why there are none, where there are none.
  let note: String?

  /// Reads a model's configuration. That this program cannot use a model does not keep it from showing the tensors, so
  /// that what is wrong with the configuration becomes a note.
  init(directory: URL, checkpoint: Checkpoint) throws {
    let file = directory.appendingPathComponent("config.json")
    guard FileManager.default.fileExists(atPath: file.path) else {
      (configuration, names, note) = (nil, nil, "\(file.path): not there, so that only the tensors are shown")
      return
    }
    guard let data = try? Data(contentsOf: file) else {
      throw CommandFailure(.inputOutput, "\(file.path): cannot be read", remedy: "Check its permissions.")
    }
    var found: EncoderConfiguration?
    do {
      let configuration = try EncoderConfiguration.decode(from: data)
      found = configuration
      names = try CheckpointNames(checkpoint, configuration: configuration, classes: nil)
      note = nil
    } catch {
      names = nil
      note = error.description
    }
    configuration = found
  }
}
