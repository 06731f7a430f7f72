import ArgumentParser
import BertFT
import Foundation

/// `path` of a catalogue.
struct CataloguePath<Catalogue: CatalogueCommands>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "path", abstract: Catalogue.wording.path)
  }

  @Argument(help: ArgumentHelp(Catalogue.wording.name, valueName: "name"))
  var name: String

  func run() throws {
    let hub = Hub(configuration: .fromEnvironment(ProcessInfo.processInfo.environment))
    guard let place = Catalogue.cached(name, in: hub) else {
      throw CommandFailure(
        .unavailable, "\(name): \(Catalogue.wording.entryIs) not on this machine",
        remedy: "Fetch \(Catalogue.wording.pronoun): bertft \(Catalogue.group) pull \(name)")
    }
    try StandardOutput.print(place.path)
  }
}
