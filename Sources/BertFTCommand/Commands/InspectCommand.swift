import ArgumentParser
import BertFT
import Foundation

/// `bertft inspect`: what a checkpoint is.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Shows what a checkpoint holds.",
    discussion: """
      For a safetensors file every tensor with type, shape and bytes. For the directory of a model also its \
      architecture and sizes, and which tensors the encoder maps, misses or leaves unused. Only headers are read.
      """)

  @Argument(help: ArgumentHelp("A safetensors file, or the directory of a model.", valueName: "path"))
  var path: String

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let url = URL(fileURLWithPath: path)
    let checkpoint = try Checkpoint(at: url)
    var isDirectory: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    let model = isDirectory.boolValue ? try InspectedModel(directory: url, checkpoint: checkpoint) : nil
    let report = InspectionReport(path: path, checkpoint: checkpoint, model: model)
    var lines = StandardOutput()
    if json {
      try lines.writeLine(report.json.line)
    } else {
      for line in report.lines { try lines.writeLine(line) }
    }
    try lines.flush()
    if let note = model?.note { output.console().note(note) }
  }
}
