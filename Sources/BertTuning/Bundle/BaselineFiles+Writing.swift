import BertBaselines
import BertCheckpoint
import BertInference
import BertKernels
import BertStorage
import Foundation

extension BaselineFiles {
  /// Writes everything but the record and the log.
  ///
  /// - Parameters:
  ///   - content: the model's lists of terms and its tensors.
  ///   - vectors: the word vectors, which are copied; nil for none.
  ///   - table: the table of token vectors; nil for none.
  /// - Returns: the SHA-256 of each list of terms, of the vectors, and of the table's files, by the file's name.
  static func write(
    _ content: BaselineContent, vectors: WordVectorTable?, table: StaticTable?, to directory: URL
  ) throws(TuningError) -> [String: String] {
    var digests = try TuningError.onFiles { () throws(FileError) in
      var digests: [String: String] = [:]
      for (name, table) in content.vocabularies.sorted(by: { $0.key < $1.key }) {
        let url = directory.appendingPathComponent(vocabularyFile(name))
        try AtomicFile.write(Data(table.lines), to: url)
        digests[url.lastPathComponent] = try FileDigest.sha256(of: url)
      }
      if let vectors {
        let url = directory.appendingPathComponent(vectorsName)
        try FileSystem.copyContents(vectors.url, to: url)
        digests[vectorsName] = try FileDigest.sha256(of: url)
      }
      return digests
    }
    let tensors = content.tensors.sorted { $0.key < $1.key }.map {
      TensorSource(name: $0.key, shape: $0.value.shape, values: $0.value.values)
    }
    do {
      try SafetensorsWriter.write(
        tensors, metadata: ["format": "bertft-baseline"], to: directory.appendingPathComponent(weightsName))
    } catch {
      throw .checkpoint(error)
    }
    if let table { digests.merge(try write(table, to: directory)) { $1 } }
    return digests
  }

  /// Writes a table of token vectors into a bundle.
  ///
  /// - Returns: the SHA-256 of each file, by its name.
  private static func write(_ table: StaticTable, to directory: URL) throws(TuningError) -> [String: String] {
    let weights = directory.appendingPathComponent(StaticFiles.bundleWeights)
    do throws(CheckpointError) {
      try SafetensorsWriter.write(
        [
          TensorSource(name: "embeddings", shape: [table.vectors.rows, table.vectors.columns]) { body in
            try table.vectors.withUnsafeBufferPointer(body)
          }
        ], metadata: [:], to: weights)
    } catch {
      throw .checkpoint(error)
    }
    return try TuningError.onFiles { () throws(FileError) in
      let settings = directory.appendingPathComponent(StaticFiles.bundleSettings)
      try AtomicFile.write(Data((table.bundleSettings.line + "\n").utf8), to: settings)
      let tokenizer = directory.appendingPathComponent("tokenizer.json")
      try FileSystem.copyContents(table.tokenizerFile, to: tokenizer)
      var digests: [String: String] = [:]
      for url in [weights, settings, tokenizer] { digests[url.lastPathComponent] = try FileDigest.sha256(of: url) }
      return digests
    }
  }

  /// Writes the log and the record; the record last, because it marks the directory as a complete bundle.
  static func write(_ record: BundleRecord, metricsLog: Data, to directory: URL) throws(TuningError) {
    try TuningError.onFiles { () throws(FileError) in
      try AtomicFile.write(metricsLog, to: directory.appendingPathComponent("metrics.jsonl"))
      try JSONFile.write(record, .pretty, to: directory.appendingPathComponent(ClassifierBundle.recordName))
    }
  }
}
