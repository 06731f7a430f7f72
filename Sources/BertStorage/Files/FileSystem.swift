package import Foundation

/// The operations on directories and whole files that bundles, runs and caches need.
package enum FileSystem {
  /// Creates a directory and its missing parents.
  ///
  /// - Throws: `notWritable`, `diskFull` or `io`, for example where a file has the name of the directory.
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

  /// Whether a path is a directory, symbolic links followed.
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

  /// Renames a file or directory within one file system.
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

  /// Copies a directory with all files in it, and replaces the target when the copy is complete.
  ///
  /// - Throws: `notFound` or `notReadable` for the source and what is in it; what writing throws. On failure the target
  ///   is unchanged.
  package static func copyDirectory(_ from: URL, to: URL) throws(FileError) {
    let side = try SideDirectory(beside: to)
    try copyTree(from, to: side.made)
    _ = try side.replace()
    side.remove()
  }

  private static func copyTree(_ from: URL, to: URL) throws(FileError) {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: from.path) else {
      throw FileError(isDirectory(from) ? .notReadable : .notFound, from.path)
    }
    try makeDirectory(to)
    for name in names.sorted() {
      let file = from.appendingPathComponent(name), copy = to.appendingPathComponent(name)
      if isDirectory(file) { try copyTree(file, to: copy) } else { try copyContents(file, to: copy) }
    }
  }

  /// Deletes a file or directory, if there is one; ignores a failure.
  package static func discard(_ url: URL) {
    try? FileManager.default.removeItem(at: url)
  }
}
