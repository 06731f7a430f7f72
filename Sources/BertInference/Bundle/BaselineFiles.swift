import BertBaselines
import BertCheckpoint
import BertData
import BertKernels
import Foundation

/// The files of a simple model's bundle: `bertft.json`, `model.safetensors`, a `vocabulary-NAME.txt` for each list of
/// terms, one term a line, and `vectors.safetensors` where there are word vectors, as `bertft vectors convert` writes
/// it.
package enum BaselineFiles {
  package static let weightsName = "model.safetensors"

  package static let vectorsName = "vectors.safetensors"

  package static func vocabularyFile(_ name: String) -> String { "vocabulary-\(name).txt" }

  /// Reads a tagger without an encoder from its bundle.
  ///
  /// - Throws: `checkpoint`, `fileMalformed`, `fileMissing`, `file`.
  static func tagger(at directory: URL, record: BundleRecord) throws(InferenceError) -> WordTagger {
    let content = try content(at: directory, record)
    do {
      return try WordTagger(classes: record.labels.map { TokenTag(className: $0) }, content: content)
    } catch {
      throw damaged(directory, error)
    }
  }

  private static func damaged(_ directory: URL, _ error: BaselineError) -> InferenceError {
    .fileMalformed(path: directory.path, reason: "\(error); restore the bundle, or train again")
  }

  private static func content(at directory: URL, _ record: BundleRecord) throws(InferenceError) -> BaselineContent {
    var content = BaselineContent()
    let weights = directory.appendingPathComponent(weightsName)
    do {
      let file = try SafetensorsFile(contentsOf: weights)
      for tensor in file.tensors {
        content.tensors[tensor.name] = .init(shape: tensor.shape, values: try file.floats(of: tensor.name))
      }
    } catch {
      throw .checkpoint(error)
    }
    for name in record.tokenizerFiles.keys.sorted() {
      guard name.hasPrefix("vocabulary-"), name.hasSuffix(".txt") else { continue }
      let url = directory.appendingPathComponent(name)
      let data = try ModelFiles.read(url, remedy: "it belongs to the bundle; restore it, or train again")
      guard let table = TermTable(lines: [UInt8](data)) else {
        throw .fileMalformed(path: url.path, reason: "not a list of different terms, one per line")
      }
      content.vocabularies[String(name.dropFirst("vocabulary-".count).dropLast(".txt".count))] = table
    }
    return content
  }

  /// Reads a simple model from its bundle.
  ///
  /// - Throws: `checkpoint`, `fileMalformed`, `fileMissing`, `file`.
  static func read(
    at directory: URL, record: BundleRecord, _ options: BaselineOptions, compute: Compute
  ) throws(InferenceError) -> any BaselineClassifier {
    let content = try content(at: directory, record)
    let vectors = try options.vectors.map { _ throws(InferenceError) in try openVectors(directory) }
    let sentences =
      options.method.takesTable ? try StaticSentences(StaticTable(bundle: directory), compute: compute) : nil
    do {
      return try options.classifier(
        labels: record.labels, content: content, vectors: vectors, sentences: sentences)
    } catch {
      throw damaged(directory, error)
    }
  }

  private static func openVectors(_ directory: URL) throws(InferenceError) -> WordVectorTable {
    let url = directory.appendingPathComponent(vectorsName)
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw .fileMissing(path: url.path, remedy: "it belongs to the bundle; restore it, or train again")
    }
    do {
      return try WordVectorTable(contentsOf: url)
    } catch {
      throw .fileMalformed(path: url.path, reason: "\(error)")
    }
  }
}
