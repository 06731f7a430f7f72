import ArgumentParser
import BertBaselines
import BertFT
import BertKernels
import BertStorage
import Foundation

extension VectorsCommand {
  /// The options that `neighbours` and `analogy` share.
  struct Question: ParsableArguments {
    @Option(
      name: .long,
      help: ArgumentHelp("The vectors: a file, or a name from the catalogue.", valueName: "vectors"))
    var vectors = VectorCatalogue.entries[0].name

    @Option(name: .short, help: ArgumentHelp("How many words.", valueName: "n"))
    var k = 10

    @Flag(name: .long, help: "Print one JSON object.")
    var json = false

    @OptionGroup var hub: HubOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
      if k < 1 { throw ValidationError("-k is at least 1, not \(k)") }
    }

    /// Opens the vectors.
    func table() throws -> WordVectorTable {
      try Processor.requireSupported()
      return try VectorLocation.open(vectors, hub: hub.hub(), console: output.console())
    }

    /// Prints an answer.
    ///
    /// - Parameters:
    ///   - answer: The words found, the nearest first.
    ///   - asked: The members of the JSON object that repeat the question.
    func print(_ answer: [WordVectorTable.Neighbour], asked: [(String, JSONValue)]) throws {
      if json {
        let found: [JSONValue] = answer.map { ["word": .string($0.word), "cosine": .float($0.cosine)] }
        try StandardOutput.print(JSONValue.object(asked + [("neighbours", .array(found))]).line)
        return
      }
      var table = Table(["word", "cosine"])
      for neighbour in answer {
        table.add([MetricsReport.shown(neighbour.word), Figures.fixed(Double(neighbour.cosine), 4)])
      }
      try StandardOutput.print(lines: table.lines)
    }

    /// The error for a word that has no vector.
    func missing(_ word: String) -> CommandFailure {
      CommandFailure(
        .badData, "\(word): this word has no vector in \(vectors)",
        remedy: "Many tables hold lower-case words only; fastText's .bin has vectors for unseen words too.")
    }
  }

  /// `bertft vectors neighbours`
  struct Neighbours: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The words nearest to a word, by cosine.")

    @Argument(help: ArgumentHelp("A word.", valueName: "word"))
    var word: String

    @OptionGroup var question: Question

    func run() throws {
      let table = try question.table()
      guard let vector = table.vector(of: word) else { throw question.missing(word) }
      let answer = try table.neighbours(of: vector, count: question.k, excluding: [word])
      try question.print(answer, asked: [("word", .string(word))])
    }
  }

  /// `bertft vectors analogy`
  struct Analogy: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The words that are to C what B is to A.",
      discussion: "Nearest to B - A + C, each of length 1: man king woman gives queen.")

    @Argument(help: ArgumentHelp("A word.", valueName: "a"))
    var a: String
    @Argument(help: ArgumentHelp("What it leads to.", valueName: "b"))
    var b: String
    @Argument(help: ArgumentHelp("A word like the first.", valueName: "c"))
    var c: String

    @OptionGroup var question: Question

    func run() throws {
      let table = try question.table()
      for word in [a, b, c] where table.vector(of: word) == nil { throw question.missing(word) }
      let answer = try table.analogy(a, b, c, count: question.k) ?? []
      try question.print(answer, asked: [("a", .string(a)), ("b", .string(b)), ("c", .string(c))])
    }
  }
}
