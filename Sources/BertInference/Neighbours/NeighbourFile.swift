package import BertCheckpoint
package import BertFeatures
package import BertKernels
import BertStorage
package import Foundation

/// `neighbours.safetensors` of a bundle whose nearest labelled texts vote: `vectors` `[N, H]` of length 1, and `labels`
/// `[N]`.
package enum NeighbourFile {
  package static let name = "neighbours.safetensors"

  /// Writes the file.
  ///
  /// - Parameters:
  ///   - classifier: The labelled texts and how they vote.
  ///   - directory: The bundle.
  /// - Returns: The record for `bertft.json`.
  /// - Throws: Where the file cannot be written.
  package static func write(
    _ classifier: NeighbourClassifier, into directory: URL
  ) throws(CheckpointError) -> BundleRecord.NeighbourRecord {
    let url = directory.appendingPathComponent(name)
    try SafetensorsWriter.write(tensors(classifier.rows, labels: classifier.labels), metadata: [:], to: url)
    return BundleRecord.NeighbourRecord(
      count: classifier.neighbours, weighting: classifier.weighting,
      sha256: try CheckpointError.onFiles { () throws(FileError) in try FileDigest.sha256(of: url) })
  }

  /// The tensors of labelled rows.
  static func tensors(_ rows: UnitRows, labels: [Int]) -> [TensorSource] {
    let vectors = rows.matrix
    return [
      TensorSource(name: "vectors", shape: [vectors.rows, vectors.columns]) { body in
        for row in 0..<vectors.rows { try body(UnsafeBufferPointer(start: vectors.row(row), count: vectors.columns)) }
      },
      integers("labels", labels),
    ]
  }

  static func integers(_ name: String, _ values: [Int]) -> TensorSource {
    TensorSource(name: name, shape: [values.count], type: .i64) {
      values.flatMap { value in withUnsafeBytes(of: Int64(value).littleEndian) { Array($0) } }
    }
  }

  /// The labelled rows of a file.
  ///
  /// - Parameter width: H of the model.
  /// - Throws: `InferenceError`, `CheckpointError`, `VectorRowsError`.
  static func rows(
    _ file: SafetensorsFile, width: Int, compute: Compute
  ) throws -> (rows: UnitRows, labels: [Int]) {
    let vectors = try file.floats(of: "vectors")
    let labels = try file.floats(of: "labels").compactMap(Int.init(exactly:))
    guard !labels.isEmpty, vectors.count == labels.count * width else {
      throw InferenceError.fileMalformed(
        path: file.url.path, reason: "its tensors are not of a model of width \(width); restore it, or train again")
    }
    let matrix = Matrix(rows: labels.count, columns: width, values: vectors)
    return (try UnitRows(matrix, inPlace: true, compute: compute), labels)
  }

  /// Reads the file and checks that it is the bundle's.
  ///
  /// - Parameters:
  ///   - directory: The bundle.
  ///   - record: The record in `bertft.json`.
  ///   - width: H of the model.
  ///   - classes: C of the model.
  ///   - compute: The kernels.
  /// - Throws: `fileMissing`, `fileMalformed`, `checkpoint`, `file`.
  package static func read(
    _ directory: URL, _ record: BundleRecord.NeighbourRecord, width: Int, classes: Int, compute: Compute
  ) throws(InferenceError) -> NeighbourClassifier {
    let url = try BundleFile.checked(name, in: directory, digest: record.sha256)
    do {
      let (rows, labels) = try rows(SafetensorsFile(contentsOf: url), width: width, compute: compute)
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
