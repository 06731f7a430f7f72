import ArgumentParser
import BertExport
import BertFT
import BertKernels
import Foundation

/// The options of the commands that group rows: where the rows come from, and where the result goes.
struct GroupingOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "A data file, a directory DIR/label/*.txt, - for standard input, or a file of vectors (npy, safetensors, fvecs).",
      valueName: "data|vectors"))
  var data: String

  @Option(
    name: .long,
    help: ArgumentHelp("Write the result to this file. (default: standard output)", valueName: "file"))
  var out: String?

  @OptionGroup var model: ModelOptions
  @OptionGroup var cache: CacheOptions

  @Option(
    name: .long,
    help: ArgumentHelp("The column with the rows' ids. (default: rows go by their lines)", valueName: "name"))
  var idColumn: String?

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  @OptionGroup var seed: SeedOptions
  @OptionGroup var columns: ColumnOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if out?.isEmpty == true { throw ValidationError("--out needs the name of a file") }
    guard RowVectors.isVectors(data) else { return }
    let given: [(String, Bool)] = [
      ("--model", model.named != nil), ("--feature-cache", cache.featureCache != nil), ("--id-column", idColumn != nil),
      ("--precision", precision.precision != nil),
      ("--text-column", columns.textColumn != nil), ("--text-pair-column", columns.textPairColumn != nil),
      ("--input-format", columns.inputFormat != nil), ("--delimiter", columns.delimiter != nil),
      ("--no-header", columns.noHeader), ("--encoding", columns.encoding != nil),
      ("--bad-rows", columns.givenBadRows != nil),
    ]
    if let first = given.first(where: { $0.1 }) {
      throw ValidationError("\(first.0) is for texts, and \(data) is a file of vectors; leave it out")
    }
  }

  /// Reads the rows and their vectors.
  ///
  /// - Parameters:
  ///   - needed: The fewest rows that the command can work on.
  ///   - console: Where progress and notes go.
  /// - Throws: `CommandFailure` for fewer rows.
  func rows(atLeast needed: Int, console: Console) throws -> RowVectors {
    try Processor.requireSupported()
    let source = DataSource(argument: data)
    if let out { try OutputPlace.check(URL(fileURLWithPath: out), source: source) }
    precision.tell(console)
    guard !RowVectors.isVectors(data) else {
      let rows = try RowVectors(contentsOf: URL(fileURLWithPath: data))
      try require(rows.count, needed, source)
      return rows
    }
    var rows: [Example] = []
    try columns.forEachRow(of: data, idColumn: idColumn, console: console) { rows.append($0) }
    try require(rows.count, needed, source)
    let embedder = try TextEmbedder(
      contentsOf: try model.directory(console: console),
      options: EmbeddingOptions(precision: precision.precision), threads: compute.threadCount,
      cache: cache.cache(model.hub))
    for warning in embedder.notes { console.warn(warning) }
    return try RowVectors(rows, hasID: idColumn != nil, embedder: embedder, console: console)
  }

  private func require(_ found: Int, _ needed: Int, _ source: DataSource) throws(CommandFailure) {
    guard found < needed else { return }
    throw CommandFailure(
      .badData,
      "\(source.name): \(found == 0 ? "there are no rows" : "there is one row") in it, and "
        + "\(needed) are needed to compare", remedy: "Give more rows.")
  }
}
