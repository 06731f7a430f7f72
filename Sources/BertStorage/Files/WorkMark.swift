import Foundation

/// The mark of a directory that this program created for work in progress. One without the mark belongs to somebody
/// else, whatever its name, and nothing in it is touched.
package enum WorkMark {
  /// The name of the marking file.
  package static let name = ".bertft-work"

  private static func file(_ directory: String) -> String { directory + "/" + name }

  /// Marks a directory.
  static func put(in directory: String) throws(FileError) {
    let descriptor = open(file(directory), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw FileError(.writing("open", errno), directory) }
    _ = close(descriptor)
  }

  /// Whether a path is a directory with the mark, and not a symbolic link.
  package static func lies(in directory: String) -> Bool {
    var status = stat()
    return isPlainDirectory(directory) && lstat(file(directory), &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether a path is a directory, and not a symbolic link.
  static func isPlainDirectory(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
