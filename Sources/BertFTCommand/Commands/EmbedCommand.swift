import ArgumentParser
import BertExport
import BertFT
import BertKernels
import Foundation

/// `bertft embed`: vectors of texts in a file.
struct EmbedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embed",
    abstract: "Writes a vector for each text, for search and comparison.",
    discussion: """
      The vectors are those of sentence-transformers: pooling, normalization, prompts and maximum length come from the \
      model's own files where it has them; else the mean of the tokens is normalized. Row i of the output belongs to \
      text i of the input. Rows are read, encoded and written in windows, so that the memory needed does not grow with \
      the data. The file appears when it is whole.
      """)

  @Argument(help: ArgumentHelp("A data file, or - for standard input. Labels are not needed.", valueName: "data"))
  var data: String

  @Option(name: .long, help: ArgumentHelp("The file that is written.", valueName: "file"))
  var out: String

  @OptionGroup var model: ModelOptions

  @Option(name: .long, help: ArgumentHelp("The form of the output.", valueName: "f"))
  var format: EmbeddingFormat = .npy

  @Option(
    name: .long, help: ArgumentHelp("How token vectors become one. (default: the model's own)", valueName: "mode"))
  var pooling: PoolingMode?

  @Flag(
    name: .long, inversion: .prefixedNo, help: "Give vectors of length 1, or as they are. (default: the model's own)")
  var normalize: Bool?

  @Option(
    name: .long, help: ArgumentHelp("Cut texts to so many tokens. (default: the model's own)", valueName: "n"))
  var maxLength: Int?

  @Option(
    name: .long,
    help: ArgumentHelp("Keep the first d dimensions, of Matryoshka models. (default: all)", valueName: "d"))
  var dimensions: Int?

  @Option(name: .long, help: ArgumentHelp("Put this before each text.", valueName: "text"))
  var prompt: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Put the model's prompt of this name before each text.", valueName: "name"))
  var promptName: String?

  @Flag(name: .long, help: "Print the result as JSON.")
  var json = false

  @OptionGroup var columns: ColumnOptions
  @OptionGroup var precision: PrecisionOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if out.isEmpty { throw ValidationError("--out needs the name of a file") }
    if prompt != nil && promptName != nil { throw ValidationError("Give --prompt or --prompt-name, not both") }
  }

  func run() throws {
    try Processor.requireSupported()
    let console = output.console()
    defer { console.endProgress() }
    let source = DataSource(argument: data)
    let target = URL(fileURLWithPath: out)
    // What is wrong with the input or the place of the output is said before the model is loaded.
    var stream = try DatasetReader.stream(source, options: columns.reading())
    try OutputPlace.check(target, source: source)
    let embedder = try TextEmbedder(
      contentsOf: try model.directory(console: console), options: options, threads: compute.threadCount)
    // Control-C ends the program at once, even while it waits for input; what was written aside goes with it.
    let report = try EmbeddingExport(embedder: embedder).run(
      &stream, name: source.name, to: target, progress: { console.progress(nil, Self.progress($0)) })
    console.endProgress()
    if let note = stream.report.note { console.note(note) }
    if report.truncated > 0 {
      let share = Figures.percent(Double(report.truncated) / Double(report.rows))
      console.note("\(share) of the texts exceed \(embedder.maxLength) tokens and were cut")
    }
    try StandardOutput.print(json ? self.json(report) : summary(report))
  }

  private var options: EmbeddingOptions {
    let prompt = prompt.map(EmbeddingOptions.Prompt.text) ?? promptName.map(EmbeddingOptions.Prompt.named)
    return EmbeddingOptions(
      pooling: pooling, normalizes: normalize, maxLength: maxLength, prompt: prompt ?? .modelDefault,
      dimensions: dimensions, precision: precision.precision)
  }

  private static func progress(_ report: ExportReport) -> String {
    "\(Figures.count(report.rows)) rows, \(Figures.count(Int(report.rowsPerSecond))) rows/s"
  }

  private func summary(_ report: ExportReport) -> String {
    "\(out): \(Figures.count(report.rows)) vectors of \(report.dimensions) dimensions, "
      + "\(Figures.duration(report.seconds)), \(Figures.count(Int(report.rowsPerSecond))) rows/s"
  }

  private func json(_ report: ExportReport) -> String {
    let result: JSONValue = [
      "out": .string(out), "format": .string(format.rawValue), "rows": .integer(report.rows),
      "dimensions": .integer(report.dimensions), "tokens": .integer(report.tokens),
      "truncated": .integer(report.truncated), "seconds": .double(report.seconds),
      "rows_per_second": .double(report.rowsPerSecond),
    ]
    return result.line
  }
}
