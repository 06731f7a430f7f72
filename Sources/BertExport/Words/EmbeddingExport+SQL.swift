import BertInference

extension EmbeddingExport {
  /// The SQL of the database that an export writes: the tables, the indexes, the query for vectors and, with a word
  /// search, the query for both. Nothing is read or written.
  ///
  /// - Parameters:
  ///   - columns: The columns that are copied.
  ///   - table: A table of PostgreSQL; nil for the database of the options' format.
  /// - Throws: `option` for a format that is not a database; `option`, `bitsIncomplete`, `columnReserved` for other
  ///   faults of the options and columns.
  public func sql(columns: ExportColumns, table: String? = nil) throws(ExportError) -> String {
    var options = options
    if table != nil { options.format = .pgvector }
    let target = PostgresTarget(url: "", table: table ?? PostgresTarget.ofFiles.table)
    try target.check()
    try columns.check()
    try options.check(columns, dimensions: embedder.dimensions)
    let description = EmbeddingExport(embedder: embedder, options: options, window: window).description(of: columns)
    switch options.format {
    case .sqlite: return SQLiteSearch(description: description).script
    case .pgvector:
      try PostgresSearch.check(dimensions: embedder.dimensions, element: options.element)
      return PostgresSearch(description: description, table: target).script
    case .npy, .safetensors, .jsonl, .fvecs, .bulk:
      throw .option(
        name: "format", value: options.format.rawValue,
        rule: "it is not a database, and has no SQL; use sqlite or pgvector")
    }
  }

  /// The statements that create the indexes of a table of PostgreSQL whose rows are written in parts.
  ///
  /// - Parameters:
  ///   - columns: The columns that are copied.
  ///   - table: The table's name.
  public func indexStatements(columns: ExportColumns, table: String) -> [String] {
    PostgresSearch(description: description(of: columns), table: PostgresTarget(url: "", table: table)).indexes
  }
}
