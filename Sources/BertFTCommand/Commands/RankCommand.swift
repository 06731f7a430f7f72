import ArgumentParser
import BertFT
import BertStorage
import Foundation

/// `bertft rank`: sorts texts by how well they answer a query.
struct RankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank",
    abstract: "Scores texts against a query with a model of pairs, and prints them best first.",
    discussion: """
      The model gives a number to a pair of texts: a cross-encoder that was made for ranking, or a bundle of train --task \
      regression on pairs. Each text is the second of a pair whose first is the query. Of equal scores the one that comes \
      first in the data is first. Of a bundle of several questions the one with a number ranks; where several have one, \
      --task names it.
      """)

  @Argument(
    help: ArgumentHelp("A bundle, the directory of a cross-encoder, or a Hub id of one.", valueName: "bundle"))
  var bundle: String

  @Argument(help: ArgumentHelp("A data file, or - for standard input, one text per line.", valueName: "data"))
  var data = "-"

  @Option(name: .long, help: ArgumentHelp("What the texts are scored against.", valueName: "text"))
  var query: String

  @Option(
    name: .long, help: ArgumentHelp("The question whose number ranks, of a bundle of several.", valueName: "name"))
  var task: String?

  @Option(name: .customShort("k"), help: ArgumentHelp("Print only the n best. (default: all)", valueName: "n"))
  var count: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("The column with the id of each text. (default: its number from 0)", valueName: "name")
  )
  var idColumn: String?

  @OptionGroup var columns: ColumnOptions
  @OptionGroup var hub: HubOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions

  /// How many texts are read before they are scored together.
  private static let window = 1024

  func validate() throws {
    if let count, count < 1 { throw ValidationError("-k is at least 1, not \(count)") }
    if query.allSatisfy(\.isWhitespace) { throw ValidationError("--query is empty") }
    if columns.textPairColumn != nil {
      throw ValidationError("--text-pair-column: the query is the other text of each pair; leave it out")
    }
  }

  func run() throws {
    let console = output.console()
    defer { console.endProgress() }
    precision.tell(console)
    let directory = try ModelLocation.directory(of: bundle, hub: hub.hub(), console: console)
    let opened = try OpenedModel(
      contentsOf: directory, threads: compute.threadCount, precision: precision.precision)
    for warning in opened.notes { console.warn(warning) }
    let model = try RankingModel(opened, task: task, path: directory.path)
    var rows: [Example] = []  // [N]
    var scores: [Double] = []  // [N]
    try columns.forEachRow(of: data, idColumn: idColumn, console: console) { row in
      rows.append(Example(text: query, pair: row.text, target: nil, line: row.line, carried: row.carried))
      if rows.count - scores.count == Self.window {
        try scores += Self.scores(rows[scores.count...], model)
        console.progress(nil, Figures.count(scores.count, "text"))
      }
    }
    try scores += Self.scores(rows[scores.count...], model)
    console.endProgress()
    let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    var output = StandardOutput()
    for (place, row) in order.prefix(count ?? order.count).enumerated() {
      try output.writeLine(Self.line(place + 1, rows[row], scores[row], number: row))
    }
    try output.flush()
  }

  private static func scores(_ rows: ArraySlice<Example>, _ model: RankingModel) throws -> [Double] {
    guard !rows.isEmpty else { return [] }
    return try Interruption.handling { try model.scores(Array(rows), isCancelled: { Interruption.isRequested }) }
  }

  private static func line(_ rank: Int, _ row: Example, _ score: Double, number: Int) -> String {
    let document: JSONValue = [
      "rank": .integer(rank), "score": .float(Float(score)), "text": .string(row.pair ?? ""),
      "id": row.carried.first?.json ?? .integer(number),
    ]
    return document.line
  }
}
