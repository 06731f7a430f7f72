import BertFT
import Foundation

/// From what a person types for a table of token vectors to the table.
enum TableLocation {
  /// The table that the method works with: of `static` the one named, of `features` what is named where that is a table.
  ///
  /// - Throws: `CommandFailure` where `static` is given an encoder; what opening the table throws.
  static func table(for method: TrainingMethod, _ model: ModelOptions, console: Console) throws -> StaticTable? {
    switch method {
    case .static: return try open(model.model, hub: model.hub, console: console)
    case .features:
      // A name of the catalogue is an encoder; nothing is fetched to learn that.
      guard let name = model.named, FileManager.default.fileExists(atPath: name) else { return nil }
      return try StaticTable(at: URL(fileURLWithPath: name, isDirectory: true))
    default: return nil
    }
  }

  /// - Throws: `CommandFailure` for a directory that holds no table; what opening it throws.
  static func open(_ name: String, hub: HubOptions, console: Console) throws -> StaticTable {
    let directory = try ModelLocation.directory(of: name, hub: hub.hub(), console: console)
    guard let table = try StaticTable(at: directory) else {
      throw CommandFailure(
        .badData, "\(name): this is no table of token vectors",
        remedy: "Make one of an encoder: bertft distill --teacher \(name) --to static --out DIR")
    }
    return table
  }
}
