public import Foundation

/// A directory on disk that keeps the vectors of texts between runs, so that the encoder reads each text once.
///
/// The key of a vector is everything it depends on: the tokens of the text, the weights, and the settings. The texts
/// themselves are not kept. Several processes may use one directory at the same time; a process that is killed leaves
/// nothing half written that others would read.
public struct FeatureCache: Sendable {
  /// The directory; made when the first vector is kept.
  public let directory: URL
  /// The most bytes on disk; the files that were unused for the longest time are removed first.
  public let limit: Int
  /// Program and version, a part of the key: another version may compute other vectors.
  public let program: String

  /// The default limit, in bytes.
  public static let usualLimit = 2_000_000_000

  /// A cache in a directory.
  ///
  /// - Parameters:
  ///   - directory: Need not exist yet.
  ///   - limit: The most bytes on disk.
  ///   - program: Program and version.
  public init(directory: URL, limit: Int = Self.usualLimit, program: String) {
    self.directory = directory
    self.limit = limit
    self.program = program
  }

  /// Files of vectors, of all spaces.
  private var segments: [(url: URL, bytes: Int, used: Date)] {
    let files = FileManager.default.enumerator(at: directory, includingPropertiesForKeys: nil)
    return (files?.allObjects ?? []).compactMap { entry in
      var status = stat()
      guard let url = entry as? URL, url.pathExtension == FeatureSegment.fileExtension, stat(url.path, &status) == 0,
        let used = try? FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate] as? Date
      else { return nil }
      // Sparse files take less than their size; blocks are of 512 bytes whatever the file system's are.
      return (url, Int(status.st_blocks) * 512, used)
    }
  }

  /// Removes the files that were unused for the longest time until the rest is within the limit.
  ///
  /// A process that has a removed file open can still read it.
  func makeRoom() {
    let oldest = segments.sorted { $0.used < $1.used }
    var total = oldest.reduce(0) { $0 + $1.bytes }
    for segment in oldest {
      guard total > limit else { return }
      try? FileManager.default.removeItem(at: segment.url)
      total -= segment.bytes
    }
  }
}
