import BertFT
import Foundation

/// Opens a table of token vectors named on the command line.
enum TableLocation {
  /// The table that a method uses: for `static` the named model, for `features` the named model if it is a table.
  ///
  /// - Throws: `CommandFailure` where `static` is given an encoder; what opening the table throws.
  static func table(for method: TrainingMethod, _ model: ModelOptions, console: Console) throws -> StaticTable? {
    switch method {
    case .static: return try open(model.model, hub: model.hub, console: console)
    case .features:
      // Every name of the catalogue is an encoder, so only a path can be a table.
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
