import ArgumentParser
import BertFT
import Foundation

/// `bertft inspect`: shows what a checkpoint holds.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Shows what a checkpoint holds.",
    discussion: """
      For a safetensors file, or the index of a TensorFlow checkpoint, every tensor with type, shape and bytes. For the \
      directory of a model also what it was decided to be and by which file: architecture, task, head, labels, tokenizer, \
      lengths, sentence vectors; what a token costs; and which tensors the encoder maps, misses or leaves unused. Only \
      headers are read.
      """)

  @Argument(
    help: ArgumentHelp(
      "A safetensors file, the index of a TensorFlow checkpoint, or the directory of a model.", valueName: "path"))
  var path: String

  @Flag(name: .long, help: "Print one JSON object.")
  var json = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let url = URL(fileURLWithPath: path)
    let (checkpoint, model) = try inspect(url)
    let report = InspectionReport(path: path, checkpoint: checkpoint, model: model)
    var lines = StandardOutput()
    if json {
      try lines.writeLine(report.json.line)
    } else {
      for line in report.lines { try lines.writeLine(line) }
    }
    try lines.flush()
    for warning in (model?.warnings ?? []) + (model?.note.map { [$0] } ?? []) { output.console().warn(warning) }
  }

  /// The tensors, and for a directory the model that they make.
  private func inspect(_ url: URL) throws -> (Checkpoint, InspectedModel?) {
    var isDirectory: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    guard isDirectory.boolValue else { return (try Checkpoint(at: url), nil) }
    do throws(InferenceError) {
      let model = try PretrainedModel(at: url)
      return (model.checkpoint, InspectedModel(model, at: url))
    } catch {
      let checkpoint = try Checkpoint(at: url)
      return (checkpoint, InspectedModel(directory: url, checkpoint: checkpoint, reason: error))
    }
  }
}
