import BertData

extension ExportOptions {
  /// Checks the options together with the columns and the length of the vectors, before hours of work.
  ///
  /// - Throws: `option`, `bitsIncomplete`, `columnReserved`.
  func check(_ columns: ExportColumns, dimensions: Int) throws(ExportError) {
    if let ranges, element != .int8 {
      throw .option(name: "ranges", value: ranges.path, rule: "ranges are only for vectors of int8")
    }
    if keepsTexts, format.holdsColumns {
      throw .option(name: "text", value: format.rawValue, rule: "carry the column of the texts instead, as any other")
    }
    if format == .sqlite { try Vec0Layout.check(columns.carried) }
    try format.check(element, dimensions: dimensions)
    try checkBulk(columns)
    try checkWords(columns, dimensions: dimensions)
  }

  private func checkBulk(_ columns: ExportColumns) throws(ExportError) {
    guard format == .bulk else {
      if let index { throw .option(name: "index", value: index, rule: "only the format bulk names an index") }
      if let splitBytes {
        throw .option(name: "split-bytes", value: "\(splitBytes)", rule: "only files of the format bulk are split")
      }
      return
    }
    guard let index else {
      throw .option(name: "format", value: format.rawValue, rule: "its lines name an index, and none is given")
    }
    try BulkFormat.check(index: index)
    if let splitBytes, splitBytes < 1 {
      throw .option(name: "split-bytes", value: "\(splitBytes)", rule: "it must be at least 1")
    }
    for name in columns.carried where name == BulkFormat.text || name.hasPrefix("_") {
      let rule =
        name.hasPrefix("_") ? "names that begin with an underscore belong to the engine" : "the text is always written"
      throw .option(name: "carry", value: name, rule: rule)
    }
  }

  private func checkWords(_ columns: ExportColumns, dimensions: Int) throws(ExportError) {
    guard let words else { return }
    func fault(_ rule: String) -> ExportError { .option(name: "with-search", value: "words", rule: rule) }
    guard format == .sqlite || format == .pgvector else {
      throw fault("words are searched only in a database: sqlite, pgvector, or a table of PostgreSQL")
    }
    guard element == .float32 else { throw fault("it needs vectors of float32") }
    if format == .sqlite, let language = words.language, language != "english" {
      throw .option(
        name: "search-language", value: language,
        rule: "SQLite knows only english; leave it out to take words as they are"
      )
    }
    guard format == .pgvector else { return }
    try PostgresSearch.check(dimensions: dimensions, element: element)
    for name in columns.carried where ["text", "words"].contains(name) {
      throw .option(name: "carry", value: name, rule: "the table has a column of that name for the search")
    }
  }
}
