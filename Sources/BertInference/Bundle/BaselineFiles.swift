import BertBaselines
import BertCheckpoint
import BertData
import Foundation

/// The files of a simple model's bundle: `bertft.json`, `model.safetensors`, a `vocabulary-NAME.txt` for each list of
/// terms, one term a line, and `vectors.safetensors` where there are word vectors, in the form of `bertft vectors convert`.
enum BaselineFiles {
  static let weightsName = "model.safetensors"

  static let vectorsName = "vectors.safetensors"

  static func vocabularyFile(_ name: String) -> String { "vocabulary-\(name).txt" }

  /// Writes everything but the record.
  ///
  /// - Returns: the SHA-256 of each list of terms and of the vectors, by the file's name.
  static func write(
    _ content: BaselineContent, vectors: WordVectorTable?, to directory: URL
  ) throws(InferenceError) -> [String: String] {
    var digests: [String: String] = [:]
    do {
      for (name, table) in content.vocabularies.sorted(by: { $0.key < $1.key }) {
        let url = directory.appendingPathComponent(vocabularyFile(name))
        try AtomicFile.write(Data(table.lines), to: url)
        digests[url.lastPathComponent] = try FileDigest.sha256(of: url)
      }
      if let vectors {
        let url = directory.appendingPathComponent(vectorsName)
        try FileManager.default.copyItem(at: vectors.url.resolvingSymlinksInPath(), to: url)
        digests[vectorsName] = try FileDigest.sha256(of: url)
      }
      let tensors = content.tensors.sorted { $0.key < $1.key }.map {
        TensorSource(name: $0.key, shape: $0.value.shape, values: $0.value.values)
      }
      try SafetensorsWriter.write(
        tensors, metadata: ["format": "bertft-baseline"], to: directory.appendingPathComponent(weightsName))
    } catch let error as CheckpointError {
      throw .checkpoint(error)
    } catch let error as InferenceError {
      throw error
    } catch {
      throw .io(operation: "write", path: directory.path, reason: "\(error)")
    }
    return digests
  }

  /// Writes the record and the log; the record last, because a directory is a bundle only when everything else is there.
  static func write(_ record: BundleRecord, metricsLog: Data, to directory: URL) throws(InferenceError) {
    do {
      try AtomicFile.write(metricsLog, to: directory.appendingPathComponent("metrics.jsonl"))
      try AtomicFile.write(
        try BundleWriter.encode(record), to: directory.appendingPathComponent(ClassifierBundle.recordName))
    } catch let error as CheckpointError {
      throw .checkpoint(error)
    } catch {
      throw .io(operation: "encode", path: directory.path, reason: "\(error)")
    }
  }

  /// Reads a simple model from its bundle.
  ///
  /// - Throws: `checkpoint`, `fileMalformed`, `fileMissing`, `io`.
  static func read(
    at directory: URL, record: BundleRecord, _ options: BaselineOptions
  ) throws(InferenceError) -> any BaselineClassifier {
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
      let data = try ModelFiles.read(url, remedy: "it belongs to the bundle; restore it, or train anew")
      guard let table = TermTable(lines: [UInt8](data)) else {
        throw .fileMalformed(path: url.path, reason: "not a list of terms, each once, one a line")
      }
      content.vocabularies[String(name.dropFirst("vocabulary-".count).dropLast(".txt".count))] = table
    }
    let vectors = try options.vectors.map { _ throws(InferenceError) in try openVectors(directory) }
    do {
      return try options.classifier(labels: record.labels, content: content, vectors: vectors)
    } catch {
      throw .fileMalformed(path: directory.path, reason: "\(error); restore the bundle, or train anew")
    }
  }

  private static func openVectors(_ directory: URL) throws(InferenceError) -> WordVectorTable {
    let url = directory.appendingPathComponent(vectorsName)
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw .fileMissing(path: url.path, remedy: "it belongs to the bundle; restore it, or train anew")
    }
    do {
      return try WordVectorTable(contentsOf: url)
    } catch {
      throw .fileMalformed(path: url.path, reason: "\(error)")
    }
  }
}
