import ArgumentParser
import BertExport
import BertFT
import Foundation

/// Options of `embed` for engines that search by words too.
struct HybridFlags: ParsableArguments {
  /// What can be searched beside the vectors.
  enum Search: String, ExpressibleByArgument, CaseIterable {
    case words
  }

  @Option(
    name: .long,
    help: ArgumentHelp("Store the texts and an index of their words as well (SQLite, PostgreSQL).", valueName: "what"))
  var withSearch: Search?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Cut the endings of this language: a text search configuration of PostgreSQL, or english in SQLite. (default: "
        + "words as they stand)", valueName: "name"))
  var searchLanguage: String?

  @Flag(name: .long, help: "Print the tables, indexes and queries as SQL, and write nothing.")
  var printSql = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The index of Elasticsearch or OpenSearch that --format bulk writes for. With --job, which line it takes, from 0.",
      valueName: "name"))
  var index: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Make --out a directory of --format bulk files of this size at most, such as 10MB.", valueName: "size"))
  var splitBytes: ByteCount?

  func validate() throws {
    if searchLanguage != nil, withSearch == nil {
      throw ValidationError("--search-language is for --with-search words")
    }
    if searchLanguage?.isEmpty == true { throw ValidationError("--search-language needs a name") }
  }

  /// Refuses options that do not go with the output's format, which may follow from its extension.
  ///
  /// - Throws: `CommandFailure`.
  func check(_ form: EmbeddingFormat) throws(CommandFailure) {
    if form == .bulk, index == nil { throw CommandFailure(.usage, "--format bulk needs --index NAME") }
    if form != .bulk, index != nil { throw CommandFailure(.usage, "--index is for --format bulk") }
    if form != .bulk, splitBytes != nil { throw CommandFailure(.usage, "--split-bytes is for --format bulk") }
  }

  /// Checks the place of the output.
  ///
  /// - Parameters:
  ///   - out: The value of `--out`; nil where there is none.
  ///   - source: The data, which the output may not replace.
  ///   - resumes: Whether an unfinished run continues; it may have moved its directory into place already.
  /// - Throws: `ExportError`.
  func checkPlace(_ out: String?, source: DataSource, resumes: Bool) throws {
    guard let out else { return }
    let place = URL(fileURLWithPath: out)
    guard splitBytes != nil else { return try OutputPlace.check(place, source: source) }
    if !resumes { try OutputPlace.checkDirectory(place) }
  }

  /// Sets the options that are given.
  func apply(to options: inout ExportOptions) {
    options.index = index
    options.splitBytes = splitBytes?.bytes
    options.words = withSearch.map { _ in WordSearch(language: searchLanguage) }
  }
}
