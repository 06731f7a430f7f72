package import Foundation

/// The few directory operations that a bundle and a run need, with errors that say where and why.
package enum FileSystem {
  /// Creates a directory and those above it.
  package static func makeDirectory(_ url: URL) throws(TuningError) {
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      // Foundation's error says little; the system's own says what stands in the way, unless it is a directory above.
      if mkdir(url.path, 0o777) == 0 { return }
      let code = errno
      let reason = code == ENOENT ? reason(error) : systemReason(code)
      throw .io(operation: "create the directory", path: url.path, reason: reason)
    }
  }

  /// Moves a file or directory within one file system, in one step.
  package static func rename(_ from: URL, to: URL) throws(TuningError) {
    guard Foundation.rename(from.path, to.path) == 0 else {
      throw .io(operation: "move \(from.lastPathComponent) into place", path: to.path, reason: systemReason(errno))
    }
  }

  /// The contents of a file.
  package static func read(_ url: URL) throws(TuningError) -> Data {
    do {
      return try Data(contentsOf: url)
    } catch {
      throw .io(operation: "read", path: url.path, reason: reason(error))
    }
  }

  /// Copies a file byte for byte, following a symbolic link (the Hugging Face cache is made of them).
  package static func copyContents(_ from: URL, to: URL) throws(TuningError) {
    do {
      try Data(contentsOf: from).write(to: to)
    } catch {
      throw .io(operation: "copy \(from.lastPathComponent)", path: to.path, reason: reason(error))
    }
  }

  /// Removes what is there, if anything is; a failure leaves it and harms nobody.
  package static func discard(_ url: URL) {
    try? FileManager.default.removeItem(at: url)
  }

  static func systemReason(_ code: Int32) -> String { String(cString: strerror(code)) }

  private static func reason(_ error: any Error) -> String {
    let cocoa = error as NSError
    if let under = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError, under.domain == NSPOSIXErrorDomain {
      return systemReason(Int32(under.code))
    }
    return error.localizedDescription
  }
}
