package import Foundation

/// The few operations on directories and whole files that bundles, runs and caches need.
package enum FileSystem {
  /// Creates a directory and those above it.
  ///
  /// - Throws: `notWritable`, `diskFull` or `io`, such as of a file that stands where a directory should be.
  package static func makeDirectory(_ url: URL) throws(FileError) {
    let path = url.path
    if mkdir(path, 0o777) == 0 { return }
    let code = errno
    switch code {
    case EEXIST where isDirectory(url): return
    case EEXIST: throw FileError(.writing("create the directory", ENOTDIR), path)
    case ENOENT where path.count > 1:
      try makeDirectory(url.deletingLastPathComponent())
      guard mkdir(path, 0o777) == 0 || (errno == EEXIST && isDirectory(url)) else {
        throw FileError(.writing("create the directory", errno), path)
      }
    default: throw FileError(.writing("create the directory", code), path)
    }
  }

  /// Whether a directory lies at a place, symbolic links followed.
  package static func isDirectory(_ url: URL) -> Bool {
    var status = stat()
    return stat(url.path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The size of a regular file in bytes, symbolic links followed; nil if there is none.
  package static func size(of url: URL) -> Int? {
    var status = stat()
    guard stat(url.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Moves a file or directory within one file system, in one step.
  package static func rename(_ from: URL, to: URL) throws(FileError) {
    guard Foundation.rename(from.path, to.path) == 0 else {
      throw FileError(.writing("move \(from.lastPathComponent) into place", errno), to.path)
    }
  }

  /// The contents of a regular file.
  ///
  /// - Throws: `notFound`, `notReadable`, `notARegularFile` or `io`.
  package static func read(_ url: URL) throws(FileError) -> Data {
    let file = try MappedFile(path: url.path)
    return try file.withBytes(0..<file.size) { Data($0) }
  }

  /// Copies a file byte for byte, following a symbolic link (the Hugging Face cache is made of them).
  package static func copyContents(_ from: URL, to: URL) throws(FileError) {
    let source = try MappedFile(path: from.path)
    let copy = try AsideFile(for: to.path)
    try source.withBytes(0..<source.size) { (bytes) throws(FileError) in try copy.append(bytes) }
    try copy.finish()
  }

  /// Copies a directory with all files in it; what was there goes when the copy is whole.
  package static func copyDirectory(_ from: URL, to: URL) throws(FileError) {
    let aside = to.deletingLastPathComponent().appendingPathComponent(
      "\(to.lastPathComponent).tmp-\(ProcessInfo.processInfo.processIdentifier)", isDirectory: true)
    discard(aside)
    do {
      try makeDirectory(aside)
      for name in ((try? FileManager.default.subpathsOfDirectory(atPath: from.path)) ?? []).sorted() {
        let file = from.appendingPathComponent(name), copy = aside.appendingPathComponent(name)
        if isDirectory(file) { try makeDirectory(copy) } else { try copyContents(file, to: copy) }
      }
      discard(to)
      try rename(aside, to: to)
    } catch {
      discard(aside)
      throw error
    }
  }

  /// Removes what is there, if anything is; a failure leaves it and harms nobody.
  package static func discard(_ url: URL) {
    try? FileManager.default.removeItem(at: url)
  }
}
