import BertStorage
public import Foundation

/// The ranges of vectors that were written before, so that other vectors get the same int8 codes: separately written
/// parts of data then fit together.
public struct RecordedRanges: Sendable, Equatable {
  let path: String
  let ranges: VectorRanges
  /// How the vectors were made; nil where the file has only ranges.
  private let description: VectorDescription?

  /// Reads the ranges.
  ///
  /// - Parameter url: int8 vectors (npy with its description beside it, or safetensors), a description of vectors, or a
  ///   JSON object with `minimum` and `maximum`, each with a number for each dimension.
  /// - Throws: `fileMissing`, `vectors`, `checkpoint` or `file`.
  public init(contentsOf url: URL) throws(ExportError) {
    path = url.relativePath
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw .fileMissing(path: path, remedy: "bertft embed writes ranges with int8 vectors")
    }
    let found: VectorRanges?
    if url.pathExtension.lowercased() == "json" {
      let data = try ExportError.onFiles { () throws(FileError) in try FileSystem.read(url) }
      description = try? JSONDecoder().decode(VectorDescription.self, from: data)
      found = description == nil ? try? JSONDecoder().decode(VectorRanges.self, from: data) : description?.ranges
    } else if let beside = try VectorFile.beside(url), beside.ranges != nil {
      description = beside
      found = beside.ranges
    } else {
      let file = try VectorFile(url)
      description = file.description
      found = file.place.element == .int8 ? file.ranges : nil
    }
    guard let found, found.isValid(dimensions: found.minimum.count) else {
      throw .vectors(
        path: path,
        reason: "it has no ranges of int8; give int8 vectors of bertft embed, or the description beside them")
    }
    ranges = found
  }

  /// The ranges, for vectors made in the same way as those that they were taken from.
  ///
  /// - Throws: `rangesUnfit` for vectors made in another way.
  func ranges(for other: VectorDescription) throws(ExportError) -> VectorRanges {
    guard ranges.minimum.count == other.dimensions else {
      throw .rangesUnfit(
        path: path, what: "dimensions", theirs: "\(ranges.minimum.count)", own: "\(other.dimensions)")
    }
    guard let description else { return ranges }
    let compared: [(what: String, theirs: String, own: String)] = [
      ("model", description.model, other.model),
      ("pooling", description.pooling.joined(separator: "+"), other.pooling.joined(separator: "+")),
      ("normalization", "\(description.normalized)", "\(other.normalized)"),
      ("prompt", "'\(description.prompt)'", "'\(other.prompt)'"),
    ]
    if let (what, theirs, own) = compared.first(where: { $0.theirs != $0.own }) {
      throw .rangesUnfit(path: path, what: what, theirs: theirs, own: own)
    }
    return ranges
  }
}
