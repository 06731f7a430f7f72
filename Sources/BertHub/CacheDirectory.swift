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
      && record.files.allSatisfy { Self.size(of: url.appendingPathComponent($0.name)) == $0.size }
  }

  /// Marks the download as finished.
  func finish(_ files: [Record.File]) throws(HubError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    guard let data = try? encoder.encode(Record(files: files)) else {
      throw HubError(.io(operation: "encode", code: EINVAL), recordURL.path)
    }
    try Self.write(data, to: recordURL, sink: .system)
  }

  /// The size of a regular file in bytes, symbolic links followed; nil if there is none.
  static func size(of file: URL) -> Int? {
    var status = stat()
    guard stat(file.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Creates a directory and those above it.
  static func create(_ directory: URL) throws(HubError) {
    do {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    } catch {
      throw HubError(.creating(error), directory.path)
    }
  }

  /// Writes a small file aside and renames it into place.
  static func write(_ data: Data, to target: URL, sink: FileSink) throws(HubError) {
    let partial = try PartialFile(for: target, sink: sink)
    do throws(HubError) {
      try partial.begin(tag: nil)
      let bytes = [UInt8](data)
      try bytes.withUnsafeBufferPointer { (buffer) throws(HubError) in
        try partial.append(UnsafeRawBufferPointer(buffer))
      }
      try partial.finish()
    } catch {
      partial.remove()
      throw error
    }
  }
}

extension HubError.Reason {
  /// The reason behind an error of Foundation's file functions.
  static func creating(_ error: any Error) -> Self {
    let code = (error as? CocoaError)?.code
    if code == .fileWriteOutOfSpace { return .diskFull }
    if code == .fileWriteNoPermission || code == .fileWriteVolumeReadOnly { return .notWritable }
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    return .system("mkdir", Int32(truncatingIfNeeded: underlying?.code ?? Int(EIO)))
  }
}
