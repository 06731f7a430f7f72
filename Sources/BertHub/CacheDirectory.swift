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
    }
    var files: [File]
  }

  private var recordURL: URL { url.appendingPathComponent("verified.json") }

  /// Whether a finished download lies here and its files still have their sizes.
  var isComplete: Bool {
    guard let data = try? Data(contentsOf: recordURL), let record = try? JSONDecoder().decode(Record.self, from: data)
    else { return false }
    return !record.files.isEmpty
      && record.files.allSatisfy { FileSystem.size(of: url.appendingPathComponent($0.name)) == $0.size }
  }

  /// Marks the download as finished.
  func finish(_ files: [Record.File]) throws(HubError) {
    try HubError.onFiles { () throws(FileError) in
      try JSONFile.write(Record(files: files), .pretty, to: recordURL)
    }
  }
}
