import Foundation

/// The size of a bundle on disk.
enum BundleSize {
  /// Bytes of the files of a directory; 0 where it cannot be read.
  static func bytes(of url: URL) -> Int {
    guard let files = FileManager.default.enumerator(at: url, includingPropertiesForKeys: [.fileSizeKey]) else {
      return 0
    }
    return files.reduce(0) { sum, file in
      sum + ((try? (file as? URL)?.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0)
    }
  }
}
