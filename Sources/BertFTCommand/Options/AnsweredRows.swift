import ArgumentParser
import BertExport
import BertFT
import BertStorage
import Foundation

/// Which rows of the data are answered, which columns are copied, and where the answers go.
struct AnsweredRows: ParsableArguments {
  @Option(
    name: .long, help: ArgumentHelp("The column with the rows' ids. (default: rows have no id)", valueName: "name"))
  var idColumn: String?

  @Option(name: .long, help: ArgumentHelp("The type of the ids in that column.", valueName: "type"))
  var idType: RowID.Kind = .text

  @Option(
    name: .long, help: ArgumentHelp("Columns to copy into the output, separated by commas.", valueName: "columns"))
  var carry: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Answer only part i of n; the parts joined in order give all rows.", valueName: "i/n"))
  var shard: ShardArgument?

  @Option(
    name: .long,
    help: ArgumentHelp("Write the answers to this file. (default: standard output)", valueName: "file"))
  var out: String?

  /// The file that is written; nil for standard output.
  var path: String? { out == "-" ? nil : out }

  func validate() throws {
    if out?.isEmpty == true { throw ValidationError("--out needs the name of a file") }
  }

  /// - Throws: `ValidationError` where these options are given with `--text`, whose texts have no columns.
  func requireData(_ data: String?, texts: [String]) throws {
    let given = [("--id-column", idColumn != nil), ("--carry", carry != nil), ("--shard", shard != nil)]
    guard let flag = given.first(where: \.1)?.0 else { return }
    guard data != nil, texts.isEmpty else {
      throw ValidationError("\(flag) is for the rows of a data file; give one, and leave --text out")
    }
  }

  /// Whether the rows must come from a table: lists of words have no columns to copy.
  var areOfTable: Bool { idColumn != nil || carry != nil || shard != nil }

  /// Checks the place of the output before the work.
  ///
  /// - Parameter data: The data argument; nil where there is none.
  /// - Throws: `ExportError`, for example where the output is the data file itself.
  func checkPlace(_ data: String?) throws {
    guard let path else { return }
    try OutputPlace.check(URL(fileURLWithPath: path), source: data.map(DataSource.init(argument:)))
  }

  /// The columns that are copied to the answers.
  ///
  /// - Parameter members: The names of the answer's own members, which no copied column may have.
  func columns(besides members: [String]) -> ExportColumns {
    let names = carry.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    var columns = ExportColumns(id: idColumn, idKind: idType, carried: names ?? [])
    columns.reserved = Set(["id"] + members)
    return columns
  }

  /// Whether the output begins with the header of a table; of several shards only the first has it.
  var hasHeader: Bool { shard.map { $0.shard.index == 1 } ?? true }
}
