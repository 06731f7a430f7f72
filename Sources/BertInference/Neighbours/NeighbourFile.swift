package import BertCheckpoint
package import BertFeatures
package import BertKernels
import BertStorage
package import Foundation

/// `neighbours.safetensors` of a bundle whose labelled texts vote: `vectors` [N, H] of length one, and `labels` [N].
package enum NeighbourFile {
  package static let name = "neighbours.safetensors"

  /// Writes the file.
  ///
  /// - Returns: What `bertft.json` says of it.
  /// - Throws: What the file system refuses.
  package static func write(
    _ classifier: NeighbourClassifier, into directory: URL
  ) throws(CheckpointError) -> BundleRecord.NeighbourRecord {
    let url = directory.appendingPathComponent(name), vectors = classifier.rows.matrix
    try SafetensorsWriter.write(
      [
        TensorSource(name: "vectors", shape: [vectors.rows, vectors.columns]) { body in
          for row in 0..<vectors.rows {
            try body(UnsafeBufferPointer(start: vectors.row(row), count: vectors.columns))
          }
        },
        TensorSource(name: "labels", shape: [vectors.rows], type: .i64) {
          classifier.labels.flatMap { label in withUnsafeBytes(of: Int64(label).littleEndian) { Array($0) } }
        },
      ], metadata: [:], to: url)
    return BundleRecord.NeighbourRecord(
      count: classifier.neighbours, weighting: classifier.weighting,
      sha256: try CheckpointError.onFiles { () throws(FileError) in try FileDigest.sha256(of: url) })
  }

  /// Reads the file and checks that it is the bundle's.
  ///
  /// - Parameters:
  ///   - record: What `bertft.json` says of the file.
  ///   - width: H of the model.
  ///   - classes: C of the model.
  /// - Throws: `fileMissing`, `fileMalformed`, `checkpoint`, `io`.
  package static func read(
    _ directory: URL, _ record: BundleRecord.NeighbourRecord, width: Int, classes: Int, compute: Compute
  ) throws(InferenceError) -> NeighbourClassifier {
    let url = try BundleFile.checked(name, in: directory, digest: record.sha256)
    do {
      let file = try SafetensorsFile(contentsOf: url)
      let vectors = try file.floats(of: "vectors"),
        labels = try file.floats(of: "labels").compactMap(Int.init(exactly:))
      guard !labels.isEmpty, vectors.count == labels.count * width else {
        throw InferenceError.fileMalformed(
          path: url.path, reason: "its tensors are not of a model of width \(width); restore it, or train again")
      }
      let rows = try UnitRows(
        Matrix(rows: labels.count, columns: width, values: vectors), inPlace: true, compute: compute)
      return try NeighbourClassifier(
        rows, labels: labels, classes: classes, neighbours: record.count, weighting: record.weighting)
    } catch let error as InferenceError {
      throw error
    } catch let error as CheckpointError {
      throw .checkpoint(error)
    } catch {
      throw .fileMalformed(path: url.path, reason: "\(error)")
    }
  }
}
