import BertStorage
import Foundation

/// A directory of our own cache with the record of its verified files.
struct CacheDirectory {
  let url: URL

  /// What `verified.json` holds. It is written last: a directory without it is a download that has not ended.
  struct Record: Codable, Equatable {
    struct File: Codable, Equatable {
      var name: String
      var size: Int
      var sha256: String
      /// When it was last changed, in nanoseconds since 1970, as it was verified; nil where an earlier version wrote the record.
      var modified: Int?
    }
    var files: [File]
  }

  private var recordURL: URL { url.appendingPathComponent("verified.json") }

  /// Whether a finished download lies here and its files are still those that were verified: one that was touched since is
  /// hashed again.
  var isComplete: Bool {
    guard let data = try? Data(contentsOf: recordURL),
      var record = try? JSONDecoder().decode(Record.self, from: data), !record.files.isEmpty
    else { return false }
    var isChanged = false
    for (index, file) in record.files.enumerated() {
      let place = url.appendingPathComponent(file.name)
      guard let (size, modified) = Self.size(of: place), size == file.size else { return false }
      guard modified != file.modified else { continue }
      guard (try? FileDigest.sha256(of: place)) == file.sha256 else { return false }
      record.files[index].modified = modified
      isChanged = true
    }
    // Where nothing may be written here, they are hashed each time.
    if isChanged { try? JSONFile.write(record, .pretty, to: recordURL) }
    return true
  }

  /// The hash that a file had when it was verified; nil where none is recorded.
  func recordedHash(of name: String) -> String? {
    guard let data = try? Data(contentsOf: recordURL), let record = try? JSONDecoder().decode(Record.self, from: data)
    else { return nil }
    return record.files.first { $0.name == name }?.sha256
  }

  /// Marks the download as finished.
  func finish(_ files: [Record.File]) throws(HubError) {
    let files = files.map { file in
      var file = file
      file.modified = Self.size(of: url.appendingPathComponent(file.name))?.modified
      return file
    }
    try HubError.onFiles { () throws(FileError) in
      try JSONFile.write(Record(files: files), .pretty, to: recordURL)
    }
  }

  /// The size of a regular file in bytes, and when it was last changed.
  private static func size(of url: URL) -> (size: Int, modified: Int)? {
    var status = stat()
    guard stat(url.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return (Int(status.st_size), Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec))
  }
}
