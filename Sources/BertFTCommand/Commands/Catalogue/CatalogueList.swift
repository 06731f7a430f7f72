import ArgumentParser
import BertFT
import Foundation

/// `list` of a catalogue.
struct CatalogueList<Catalogue: ListedCatalogue>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: Catalogue.wording.list)
  }

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  func run() throws {
    let hub = Hub(configuration: .fromEnvironment(ProcessInfo.processInfo.environment))
    try CatalogueListing.print(Catalogue.entries(in: hub), member: Catalogue.group, json: json)
  }
}
