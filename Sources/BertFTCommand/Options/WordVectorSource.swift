import ArgumentParser
import BertBaselines
import BertFT

/// The word vectors for `--method glove`, and for augmentation by neighbouring words.
struct WordVectorSource: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "For glove, and for --augment eda: a file of word vectors, or a name from the catalogue. (default: glove-6b-50d; none for eda)",
      valueName: "file|name"
    ))
  var vectors: String?

  /// The vectors that are named, or the first of the catalogue.
  var name: String { vectors ?? VectorCatalogue.entries[0].name }

  /// Opens the vectors; fetches them where they are not on this machine.
  ///
  /// - Throws: What ``VectorLocation/open(_:hub:console:)`` throws.
  func open(_ hub: HubOptions, console: Console) throws -> WordVectorTable {
    try VectorLocation.open(name, hub: hub.hub(), console: console)
  }
}
