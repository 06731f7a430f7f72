import ArgumentParser
import BertFT
import Foundation

/// `pull` of a catalogue.
struct CataloguePull<Catalogue: CatalogueCommands>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "pull", abstract: Catalogue.wording.pull, discussion: Catalogue.wording.pullDiscussion)
  }

  @Argument(help: ArgumentHelp(Catalogue.wording.name, valueName: "name"))
  var name: String
  @OptionGroup var hub: HubOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let (hub, name, console) = (hub.hub(), name, output.console())
    defer { console.endProgress() }
    let drawing = DownloadDrawing(console: console)
    let place = try Waiting.result {
      try await Catalogue.fetch(name, with: hub) { drawing.show($0) }
    }
    console.endProgress()
    try StandardOutput.print(place.path)
  }
}
