package import BertCheckpoint
import BertFeatures
package import BertKernels
import BertStorage
package import Foundation

/// `nearest.safetensors` of a bundle that appends the nearest labelled text: `vectors` `[N, H]` of length 1 and
/// `labels` `[N]`. Where the texts themselves are appended, also `texts`, their concatenated UTF-8, and `lengths` `[N]`
/// in bytes.
package enum AppendedFile {
  package static let name = "nearest.safetensors"

  /// Writes the file.
  ///
  /// - Parameters:
  ///   - appended: The labelled texts.
  ///   - directory: The bundle.
  /// - Returns: The record for `bertft.json`.
  /// - Throws: Where the file cannot be written.
  package static func write(
    _ appended: AppendedNeighbours, into directory: URL
  ) throws(CheckpointError) -> BundleRecord.AppendedRecord {
    let url = directory.appendingPathComponent(name)
    var tensors = NeighbourFile.tensors(appended.rows, labels: appended.labels)
    if appended.form.hasTexts {
      let lengths = appended.texts.map(\.utf8.count)
      tensors += [
        NeighbourFile.integers("lengths", lengths),
        TensorSource(name: "texts", shape: [lengths.reduce(0, +)], type: .u8) { appended.texts.flatMap(\.utf8) },
      ]
    }
    try SafetensorsWriter.write(tensors, metadata: [:], to: url)
    return BundleRecord.AppendedRecord(
      form: appended.form,
      sha256: try CheckpointError.onFiles { () throws(FileError) in try FileDigest.sha256(of: url) })
  }

  /// Reads the file and checks that it is the bundle's.
  ///
  /// - Parameters:
  ///   - directory: The bundle.
  ///   - record: The record in `bertft.json`.
  ///   - names: The names of the labels, `[C]`.
  ///   - width: H of the model.
  ///   - encoder: Tokenizes texts with the bundle's settings.
  ///   - compute: The kernels.
  /// - Throws: `fileMissing`, `fileMalformed`, `checkpoint`, `file`, `unreadableTokens`.
  package static func read(
    _ directory: URL, _ record: BundleRecord.AppendedRecord, labels names: [String], width: Int,
    _ encoder: TextEncoder, compute: Compute
  ) throws(InferenceError) -> AppendedNeighbours {
    let url = try BundleFile.checked(name, in: directory, digest: record.sha256)
    try AppendedNeighbours.requireReadable(names, encoder)
    do {
      let file = try SafetensorsFile(contentsOf: url)
      let (rows, labels) = try NeighbourFile.rows(file, width: width, compute: compute)
      return try AppendedNeighbours(
        record.form, rows, labels: labels, texts: record.form.hasTexts ? texts(file) : [], names: names, encoder)
    } catch let error as InferenceError {
      throw error
    } catch let error as CheckpointError {
      throw .checkpoint(error)
    } catch {
      throw .fileMalformed(path: url.path, reason: "\(error)")
    }
  }

  private static func texts(_ file: SafetensorsFile) throws -> [String] {
    let lengths = try file.floats(of: "lengths").compactMap(Int.init(exactly:))
    let bytes = try file.withBytes(of: "texts") { Array($0) }
    guard lengths.allSatisfy({ $0 >= 0 && $0 <= bytes.count }), lengths.reduce(0, +) == bytes.count else {
      throw InferenceError.fileMalformed(
        path: file.url.path, reason: "its texts and their lengths do not agree; restore it, or train again")
    }
    var start = 0
    return lengths.map { length in
      defer { start += length }
      return String(decoding: bytes[start..<start + length], as: UTF8.self)
    }
  }
}
