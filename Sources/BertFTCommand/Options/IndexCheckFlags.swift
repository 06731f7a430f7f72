import ArgumentParser
import BertFT

/// Options for comparing a table's index with exact search.
struct IndexCheckFlags: ParsableArguments {
  @Option(
    name: .customLong("check"),
    help: ArgumentHelp("Measure the index of a table of this PostgreSQL with pgvector.", valueName: "url"))
  var url: String?

  @Option(name: .long, help: ArgumentHelp("The table in that database.", valueName: "name"))
  var table: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Values of hnsw.ef_search to measure, separated by commas. (default: 40,100,200)", valueName: "n,n"))
  var ef: String?

  @Option(name: .long, help: ArgumentHelp("How many rows are searched for. (default: 100)", valueName: "n"))
  var rows: Int?

  @Option(name: .long, help: ArgumentHelp("Which rows --check draws. (default: 42)", valueName: "n"))
  var seed: UInt64?

  func validate() throws {
    guard url != nil else { return }
    if table == nil { throw ValidationError("--check needs --table NAME") }
    if ef != nil, efs.contains(nil) { throw ValidationError("--ef takes whole numbers separated by commas") }
    if let rows, rows < 1 { throw ValidationError("--rows is 1 or more, not \(rows)") }
  }

  /// Refuses the options of a check where there is no `--check`.
  ///
  /// - Throws: `ValidationError`.
  func requireNone() throws {
    let given = [("--table", table != nil), ("--ef", ef != nil), ("--rows", rows != nil), ("--seed", seed != nil)]
    if let (name, _) = given.first(where: \.1) { throw ValidationError("\(name) is for --check") }
  }

  /// The check that is asked for; nil where there is none.
  ///
  /// - Parameters:
  ///   - count: How many nearest rows are compared for each query.
  ///   - vectors: A file with the table's rows; nil searches the table exactly.
  func check(count: Int, vectors: VectorSearch?) -> IndexCheck? {
    guard let url, let table else { return nil }
    return IndexCheck(
      target: PostgresTarget(url: url, table: table), efs: efs.compactMap { $0 }, rows: rows ?? 100, count: count,
      seed: seed ?? 42, vectors: vectors)
  }

  private var efs: [Int?] {
    (ef ?? "40,100,200").split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
  }
}
