import BertCheckpoint
import BertStorage
package import Foundation

/// The conversion of a package's file into the directory of a model.
///
/// Most tensors are copied in pieces, so that memory does not grow with the model; one that is transposed is in memory
/// as a whole. The same input gives the same bytes, whose hashes the catalogue pins.
package struct ModelConversion {
  /// The package's file.
  package let source: URL
  /// The file's name in errors.
  package let label: String
  /// The directory of an encoder with the same tokenizer; nil where the file holds the tokenizer.
  package let tokenizer: URL?

  package init(source: URL, label: String, tokenizer: URL?) {
    self.source = source
    self.label = label
    self.tokenizer = tokenizer
  }

  /// Writes the model's files to a directory.
  ///
  /// - Parameters:
  ///   - form: The format of the file.
  ///   - directory: An existing directory.
  /// - Throws: `unexpectedContent` for a file that violates its format; `file`.
  package func run(_ form: ConversionRoute.Form, into directory: URL) throws(HubError) {
    let input = try ConversionInput(source, label: label)
    switch form {
    case .onnx:
      try write(try ONNXGraph(input).tensors(of: input), to: directory)
      try write(.paraphraseMiniLM, to: directory)
      for name in ["tokenizer.json", "vocab.txt", "special_tokens_map.json"] { try copy(name, to: directory) }
    case .fourBit:
      let encoder = try FourBitEncoder(input)
      try write(try encoder.tensorSources(), to: directory)
      try write(.e5(encoder), to: directory)
      try write(try UnigramTokenizerFile.content(of: encoder), to: "tokenizer.json", in: directory)
    }
  }

  private func write(_ tensors: [TensorSource], to directory: URL) throws(HubError) {
    do throws(CheckpointError) {
      try SafetensorsWriter.write(
        tensors, metadata: ["format": "pt"], to: directory.appendingPathComponent("model.safetensors"))
    } catch {
      throw HubError(error)
    }
  }

  private func write(_ files: PublishedFiles, to directory: URL) throws(HubError) {
    for (path, content) in files.contents { try write(Data(content.utf8), to: path, in: directory) }
  }

  private func write(_ content: Data, to path: String, in directory: URL) throws(HubError) {
    let target = directory.appendingPathComponent(path)
    try HubError.onFiles { () throws(FileError) in try FileSystem.makeDirectory(target.deletingLastPathComponent()) }
    try HubError.onFiles { () throws(FileError) in try AtomicFile.write(content, to: target) }
  }

  /// Copies a file of the tokenizer; the verification of the result reports one that is missing.
  private func copy(_ name: String, to directory: URL) throws(HubError) {
    guard let file = tokenizer?.appendingPathComponent(name), FileSystem.size(of: file) != nil else { return }
    let content = try HubError.onFiles { () throws(FileError) in try FileSystem.read(file) }
    try write(content, to: name, in: directory)
  }
}
