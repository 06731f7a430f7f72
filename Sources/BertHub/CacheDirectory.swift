import BertStorage
import Foundation

/// A directory of this package's cache, with the record of its verified files.
struct CacheDirectory {
  let url: URL

  /// The content of `verified.json`. It is written last: a directory without it is an unfinished download.
  struct Record: Codable, Equatable {
    struct File: Codable, Equatable {
      var name: String
      var size: Int
      var sha256: String
      /// The modification time when the file was verified, in nanoseconds since 1970; nil where an earlier version
      /// wrote the record.
      var modified: Int?
    }
    var files: [File]
  }

  private var recordURL: URL { url.appendingPathComponent("verified.json") }

  /// Whether the directory holds a finished download whose files are still those that were verified. A file with
  /// another modification time is hashed again.
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
    // In a directory that is not writable the files are hashed each time.
    if isChanged { try? JSONFile.write(record, .pretty, to: recordURL) }
    return true
  }

  /// The SHA-256 of a file when it was verified; nil where none is recorded.
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

  /// The size of a regular file in bytes, and its modification time in nanoseconds since 1970.
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
