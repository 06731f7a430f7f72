import ArgumentParser
import BertBaselines
import BertExport
import BertFT
import BertKernels
import BertStorage
import Foundation

/// `bertft vectors`: fetches, converts, trains and queries word vectors.
struct VectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vectors", abstract: "Reads, converts, trains and asks word vectors.",
    discussion: """
      Read are GloVe's text, word2vec's text and binary form, fastText's .vec and .bin, each also packed with gzip, \
      bzip2 or zstd, and the form that convert and train write. VECTORS is such a file or a name from the catalogue.
      """,
    subcommands: [
      Convert.self, Train.self, Info.self, Neighbours.self, Analogy.self,
      CatalogueList<VectorCatalogueCommands>.self, CataloguePull<VectorCatalogueCommands>.self,
      CataloguePath<VectorCatalogueCommands>.self,
    ])
}

extension VectorsCommand {
  /// `bertft vectors convert`
  struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Writes word vectors in the form that opens at once.",
      discussion: "The result is a safetensors file with an index of its words, which is mapped into memory as it is.")

    @Argument(help: ArgumentHelp("A file of word vectors, or a name from the catalogue.", valueName: "vectors"))
    var vectors: String

    @Argument(help: ArgumentHelp("The file to write.", valueName: "out"))
    var out: String

    @OptionGroup var hub: HubOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      let console = output.console()
      let file = try VectorLocation.file(of: vectors, hub: hub.hub(), console: console)
      let place = URL(fileURLWithPath: out)
      try OutputPlace.check(place, source: .file(file))
      let report = try WordVectorFile.convert(file, to: place)
      console.note(VectorLocation.described(report))
      try StandardOutput.print(out)
    }
  }

  /// `bertft vectors info`
  struct Info: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Says what a file of word vectors holds.")

    @Argument(help: ArgumentHelp("A file of word vectors, or a name from the catalogue.", valueName: "vectors"))
    var vectors: String

    @Flag(name: .long, help: "Print one JSON object.")
    var json = false

    @OptionGroup var hub: HubOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
      try Processor.requireSupported()
      let table = try VectorLocation.open(vectors, hub: hub.hub(), console: output.console())
      let first = try (0..<min(10, table.count)).map { try table.word($0) }
      if json {
        let parts: JSONValue =
          table.subwords.map {
            ["minimum": .integer($0.minimum), "maximum": .integer($0.maximum), "buckets": .integer($0.buckets)]
          } ?? .null
        let result: JSONValue = [
          "words": .integer(table.count), "dimensions": .integer(table.dimensions), "subwords": parts,
          "origin": .string(table.origin), "first_words": .array(first.map { .string($0) }),
        ]
        try StandardOutput.print(result.line)
        return
      }
      let parts = table.subwords.map {
        "\($0.minimum) to \(Figures.count($0.maximum, "letter")) in \(Figures.count($0.buckets, "bucket"))"
      }
      try StandardOutput.print(lines: [
        "words       \(Figures.count(table.count))", "dimensions  \(table.dimensions)",
        "subwords    \(parts ?? "none: words that are not in the table have no vector")",
        "origin      \(PlainText.shown(table.origin))",
        "first       \(first.map(PlainText.shown).joined(separator: " "))",
      ])
    }
  }
}
