public import Foundation

/// A place on the disk where the vectors of texts are kept between runs, so that the encoder reads a text once.
///
/// What is kept is found by the content alone: the tokens of a text, the weights, and all settings that the vector depends
/// on. The texts themselves are not kept. Several processes may use one place at the same time, and one that is killed
/// leaves nothing half written that would be read.
public struct FeatureCache: Sendable {
  /// The directory; made when the first vector is kept.
  public let directory: URL
  /// Bytes on the disk at the most; what was not used for the longest time makes room.
  public let limit: Int
  /// Program and version: another version may compute other vectors, and finds none of these.
  public let program: String

  /// The limit unless another is given, in bytes.
  public static let usualLimit = 2_000_000_000

  /// A cache in a directory.
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

  /// Removes what was not used for the longest time until the rest is within the limit.
  ///
  /// A process that reads a removed file goes on reading it.
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
