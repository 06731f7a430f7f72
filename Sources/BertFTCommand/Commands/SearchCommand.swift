import ArgumentParser
import BertExport
import BertFT
import BertStorage
import Foundation

/// `bertft search`: finds the texts that are nearest to a text.
struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Finds the rows whose vectors are nearest to a text.",
    discussion: """
      VECTORS is a file of bertft embed (npy, safetensors or fvecs); the encoder and its settings are recorded with it. \
      Every row is compared, so that the answer is exact. The output has one JSON object per line: rank, score, id \
      and the copied columns. To search vectors of another program, give --model.

      With --check nothing is looked up: rows of a table of PostgreSQL with pgvector are searched for among the others, \
      exactly and through the table's index, and the share of the nearest that the index finds is printed. Where VECTORS \
        has the same rows it is searched exactly instead of the table.
      """)

  @Argument(help: ArgumentHelp("A file of vectors.", valueName: "vectors"))
  var vectors: String?

  @Argument(help: ArgumentHelp("What is looked for.", valueName: "query"))
  var query: String?

  @Option(name: .long, help: ArgumentHelp("What is looked for; may be given several times.", valueName: "text"))
  var text: [String] = []

  @Option(name: .customShort("k"), help: ArgumentHelp("How many rows.", valueName: "n"))
  var count = 10

  @Option(
    name: .long,
    help: ArgumentHelp("Score the nearest rows again with these vectors of the same rows.", valueName: "vectors"))
  var rescore: String?

  @Option(
    name: .long,
    help: ArgumentHelp("The encoder. (default: the one recorded with the vectors)", valueName: "model"))
  var model: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Put this before the query. (default: the model's prompt for queries)", valueName: "text"))
  var prompt: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Put the model's prompt of this name before the query.", valueName: "name"))
  var promptName: String?

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  @OptionGroup var check: IndexCheckFlags
  @OptionGroup var hub: HubOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if count < 1 { throw ValidationError("-k is 1 or more, not \(count)") }
    guard check.url == nil else { return try validateCheck() }
    try check.requireNone()
    guard vectors != nil else { throw ValidationError("Give a file of vectors and a query, or --check URL") }
    if queries.isEmpty { throw ValidationError("Give a query, or several with --text") }
    if queries.contains(where: { $0.allSatisfy(\.isWhitespace) }) { throw ValidationError("A query is empty") }
    if prompt != nil && promptName != nil { throw ValidationError("Give --prompt or --prompt-name, not both") }
  }

  private func validateCheck() throws {
    let given = [
      ("QUERY", query != nil), ("--text", !text.isEmpty), ("--rescore", rescore != nil),
      ("--model", model != nil), ("--prompt", prompt != nil), ("--prompt-name", promptName != nil),
      ("--precision", precision.precision != nil),
    ]
    if let (name, _) = given.first(where: \.1) {
      throw ValidationError("--check takes its queries from the table; leave out \(name)")
    }
  }

  func run() throws {
    let console = output.console()
    defer { console.endProgress() }
    if check.url != nil {
      let file = try vectors.map { path throws(ExportError) in
        try VectorSearch(contentsOf: URL(fileURLWithPath: path), threads: compute.threadCount)
      }
      guard let check = check.check(count: count, vectors: file) else { return }
      let report = try check.run { console.progress($0, "measuring") }
      console.endProgress()
      let printed = IndexCheckReport(check, report)
      try StandardOutput.print(lines: json ? [printed.json.line] : printed.lines)
      return printed.hints.forEach(console.note)
    }
    guard let vectors else { return }
    precision.tell(console)
    let search = try VectorSearch(contentsOf: URL(fileURLWithPath: vectors), threads: compute.threadCount)
    let fine = try rescore.map { path throws(ExportError) in
      try VectorSearch(contentsOf: URL(fileURLWithPath: path), threads: compute.threadCount)
    }
    guard let name = model ?? search.description.flatMap({ $0.model.isEmpty ? nil : $0.model }) else {
      throw CommandFailure(
        .usage, "\(vectors): the encoder that made these vectors is not recorded with them",
        remedy: "Name it with --model.")
    }
    if let recorded = search.description?.model, !recorded.isEmpty, recorded != name {
      console.warn("\(vectors) was made with \(recorded); the query is made with \(name), as --model says")
    }
    let directory = try ModelLocation.directory(of: name, hub: hub.hub(), console: console)
    let embedder = try TextEmbedder(
      contentsOf: directory, options: options(search.description), threads: compute.threadCount)
    let embedded = try embedder.embed(queries)
    var writer = StandardOutput()
    var answers: [JSONValue] = []
    for (index, query) in queries.enumerated() {
      let hits = try search.nearest(to: Array(embedded[index]), count: count, rescoring: fine)
      if hits.count < min(count, search.count) {
        console.warn("\(vectors): rows whose values are not numbers were left out; write it again with bertft embed")
      }
      let members = try search.members(of: hits)
      let lines = zip(hits, members).enumerated().map { rank, row in
        "{\(queryMember(query))\"rank\":\(rank + 1),\"score\":\(JSONValue.float(row.0.score).line),\(row.1)}"
      }
      if json {
        answers.append(["query": .string(query), "rows": .array(lines.map(JSONValue.verbatim))])
      } else {
        for line in lines { try writer.writeLine(line) }
      }
    }
    if json { try writer.writeLine(summary(vectors, answers, search).line) }
    try writer.flush()
  }

  private var queries: [String] { (query.map { [$0] } ?? []) + text }

  /// The member with the query, which each row has where there are several queries.
  private func queryMember(_ query: String) -> String {
    queries.count > 1 && !json ? "\"query\":\(JSONValue.string(query).line)," : ""
  }

  private func summary(_ vectors: String, _ answers: [JSONValue], _ search: VectorSearch) -> JSONValue {
    [
      "vectors": .string(vectors), "rows_searched": .integer(search.count), "dimensions": .integer(search.dimensions),
      "results": .array(answers),
    ]
  }

  /// The settings of the rows' vectors, with the prompt for queries.
  private func options(_ description: VectorDescription?) -> EmbeddingOptions {
    let given = prompt.map(EmbeddingOptions.Prompt.text) ?? promptName.map(EmbeddingOptions.Prompt.named)
    let modes = description?.pooling.compactMap(PoolingMode.init(rawValue:)) ?? []
    return EmbeddingOptions(
      pooling: modes.count == 1 ? modes[0] : nil, normalizes: description?.normalized,
      maxLength: description?.maxLength, prompt: given ?? .query, dimensions: description?.dimensions,
      precision: precision.precision ?? description?.precision)
  }
}
