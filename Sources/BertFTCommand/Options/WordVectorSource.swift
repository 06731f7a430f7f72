import ArgumentParser
import BertBaselines
import BertFT

/// The word vectors of `glove`, and those that say which words are neighbours.
struct WordVectorSource: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "For glove, and for --augment eda: a file of word vectors, or a name from the catalogue. (default: glove-6b-50d; none for eda)",
      valueName: "file|name"
    ))
  var vectors: String?

  /// The vectors asked for, or those of the catalogue.
  var name: String { vectors ?? VectorCatalogue.entries[0].name }

  /// Opens them, fetched where they are not on this machine.
  func open(_ hub: HubOptions, console: Console) throws -> WordVectorTable {
    try VectorLocation.open(name, hub: hub.hub(), console: console)
  }
}
