import ArgumentParser
import BertFT
import Foundation

/// `bertft quantize`: writes a model with int8 weights.
struct QuantizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quantize",
    abstract: "Writes a bundle with int8 weights, if it agrees with the one in fp32.",
    discussion: """
      The result is about a quarter of the size and predicts faster; predict, evaluate, serve, embed and inspect \
      read it, transformers does not. Both models are compared on the rows of --data: the share that get the same label, the correlation of \
      their numbers, each of these of several questions, of a classifier of tokens the share of words with the same class and the F1 of \
      the entities of one against the other's, or for an encoder without a classifier the lowest cosine of two sentence vectors, must \
      reach --min-agreement. Where --data is the file \
      that the bundle was trained on, only the rows held out from training are used.
      """)

  @Argument(
    help: ArgumentHelp(
      "A bundle, the directory of a classifier or of an encoder, a name from the catalogue, or a Hub id.",
      valueName: "bundle"))
  var bundle: String

  @Option(name: .long, help: ArgumentHelp("Where the result goes.", valueName: "dir"))
  var out: String

  @Option(
    name: .long, help: ArgumentHelp("Texts to compare on: a data file, or - for standard input.", valueName: "file"))
  var data: String

  @Option(name: .long, help: ArgumentHelp("The minimum agreement, from 0 to 1.", valueName: "share"))
  var minAgreement = 0.99

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  @OptionGroup var columns: ColumnOptions
  @OptionGroup var labelOptions: LabelOptions
  @OptionGroup var hub: HubOptions
  @OptionGroup var compute: ComputeOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (0...1).contains(minAgreement) else {
      throw ValidationError("--min-agreement is between 0 and 1, not \(minAgreement)")
    }
  }

  func run() throws {
    let console = output.console()
    defer { console.endProgress() }
    let directory = try ModelLocation.directory(of: bundle, hub: hub.hub(), console: console)
    let quantizer = try Quantizer(contentsOf: directory, threads: compute.threadCount)
    for warning in quantizer.notes { console.warn(warning) }
    let target = URL(fileURLWithPath: out, isDirectory: true)
    let agreement: Agreement
    if case .tokens = quantizer.answer {
      let rows = try tokenRows(quantizer, console)
      agreement = try Interruption.handling {
        try quantizer.run(
          rows: rows, minimum: minAgreement, output: target, isCancelled: { Interruption.isRequested })
      }
    } else {
      let rows = try rows(quantizer, console)
      for row in rows { try quantizer.record?.check(row) }
      agreement = try Interruption.handling {
        try quantizer.run(
          rows: rows, minimum: minAgreement, output: target, isCancelled: { Interruption.isRequested })
      }
    }
    let sizes = try [directory, target].map { url in
      try Checkpoint(at: url).tensors.reduce(0) { $0 + $1.byteRange.count }
    }
    let report = QuantizationReport(bundle: target.path, agreement: agreement, before: sizes[0], after: sizes[1])
    try StandardOutput.print(lines: json ? [report.json.line] : report.lines)
  }
}
