import BertBaselines
import BertCheckpoint
import BertInference
import BertStorage
import Foundation

extension BaselineFiles {
  /// Writes everything but the record.
  ///
  /// - Returns: the SHA-256 of each list of terms and of the vectors, by the file's name.
  static func write(
    _ content: BaselineContent, vectors: WordVectorTable?, to directory: URL
  ) throws(TuningError) -> [String: String] {
    let digests = try TuningError.onFiles { () throws(FileError) in
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
    return digests
  }

  /// Writes the record and the log; the record last, because a directory is a bundle only when everything else is there.
  static func write(_ record: BundleRecord, metricsLog: Data, to directory: URL) throws(TuningError) {
    try TuningError.onFiles { () throws(FileError) in
      try AtomicFile.write(metricsLog, to: directory.appendingPathComponent("metrics.jsonl"))
      try JSONFile.write(record, .pretty, to: directory.appendingPathComponent(ClassifierBundle.recordName))
    }
  }
}
