package import BertCheckpoint
import BertStorage
package import Foundation

/// `novelty.safetensors` of a bundle: `whitening` `[H, H]`, `centres` `[G, H]` and `distances` `[n]`.
package enum NoveltyFile {
  package static let name = "novelty.safetensors"

  /// Writes the file.
  ///
  /// - Returns: the SHA-256 of the file.
  package static func write(_ score: NoveltyScore, into directory: URL) throws(CheckpointError) -> String {
    let url = directory.appendingPathComponent(name), width = score.width
    try SafetensorsWriter.write(
      [
        TensorSource(name: "whitening", shape: [width, width], values: score.whitening),
        TensorSource(name: "centres", shape: [score.centres.count / width, width], values: score.centres),
        TensorSource(name: "distances", shape: [score.distances.count], values: score.distances),
      ], metadata: [:], to: url)
    return try CheckpointError.onFiles { () throws(FileError) in try FileDigest.sha256(of: url) }
  }

  /// Reads the file and checks that it is the bundle's.
  ///
  /// - Parameters:
  ///   - directory: the bundle.
  ///   - digest: the SHA-256 in `bertft.json`.
  ///   - width: H of the model.
  /// - Throws: `fileMissing`, `fileMalformed`, `checkpoint`, `file`.
  static func read(_ directory: URL, digest: String, width: Int) throws(InferenceError) -> NoveltyScore {
    let url = try BundleFile.checked(name, in: directory, digest: digest)
    do {
      let file = try SafetensorsFile(contentsOf: url)
      let whitening = try file.floats(of: "whitening"), centres = try file.floats(of: "centres")
      let distances = try file.floats(of: "distances")
      guard whitening.count == width * width, !centres.isEmpty, centres.count.isMultiple(of: width), !distances.isEmpty
      else {
        throw InferenceError.fileMalformed(
          path: url.path, reason: "its tensors are not of a model of width \(width); restore it, or train again")
      }
      return NoveltyScore(width: width, whitening: whitening, centres: centres, distances: distances)
    } catch let error as InferenceError {
      throw error
    } catch let error as CheckpointError {
      throw .checkpoint(error)
    } catch {
      throw .fileMalformed(path: url.path, reason: "\(error)")
    }
  }
}
