import ArgumentParser
import BertFT
import Foundation

/// Which encoder a command uses, and where it comes from.
struct ModelOptions: ParsableArguments {
  /// The encoder that is used where none is named.
  static let defaultName = "all-MiniLM-L6-v2"

  @Option(
    name: .customLong("model"),
    help: ArgumentHelp(
      "The encoder: a directory, a name from the catalogue (bertft models list), or a Hub id. (default: \(Self.defaultName))",
      valueName: "model"))
  var named: String?

  /// The encoder named, or the default one.
  var model: String { named ?? Self.defaultName }

  @OptionGroup var hub: HubOptions

  /// The encoder's name for records: a directory by its absolute path, so that it can be found from anywhere.
  var recorded: String {
    FileManager.default.fileExists(atPath: model) ? URL(fileURLWithPath: model).standardizedFileURL.path : model
  }

  /// The directory of the encoder's files; fetched where it is not on this machine.
  func directory(console: Console) throws -> URL {
    try ModelLocation.directory(of: model, hub: hub.hub(), console: console)
  }
}
