import ArgumentParser
import BertFT
import Foundation

/// `bertft export`: makes one question of a bundle of several a bundle of its own.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Makes one question of a bundle of several a bundle of its own.",
    discussion: """
      The result is a directory that transformers loads with AutoModelForSequenceClassification, with the same logits, and \
      a bundle for every other command. The bundle that it comes from stays as it is.
      """)

  @Argument(help: ArgumentHelp("A bundle of several questions.", valueName: "bundle"))
  var bundle: String

  @Option(name: .long, help: ArgumentHelp("The question.", valueName: "name"))
  var task: String

  @Option(name: .long, help: ArgumentHelp("Where the bundle of the question goes.", valueName: "dir"))
  var out: String

  @OptionGroup var output: OutputOptions

  func run() throws {
    let console = output.console()
    let target = URL(fileURLWithPath: out, isDirectory: true)
    try TaskExport(contentsOf: URL(fileURLWithPath: bundle, isDirectory: true)).write(task, to: target)
    console.note("\(task) of \(bundle) is the bundle \(target.relativePath)")
    try StandardOutput.print(target.relativePath)
  }
}
